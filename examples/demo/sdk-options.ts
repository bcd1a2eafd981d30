/** What the clients of the AWS SDK need to speak to Postern: any key will do on loopback. */
export function sdkOptions(endpoint: string) {
  return { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'postern', secretAccessKey: 'postern' } }
}
