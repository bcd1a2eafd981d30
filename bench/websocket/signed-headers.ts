import { ApiGatewayManagementApiClient, PostToConnectionCommand } from '@aws-sdk/client-apigatewaymanagementapi'

/** The headers with which the SDK would post to a connection; the signature holds for some minutes. */
export async function signedHeaders(
  endpoint: string,
  secretAccessKey: string,
  connectionId: string,
  body: string,
): Promise<Record<string, string>> {
  const { promise, resolve } = Promise.withResolvers<Record<string, string>>()
  const client = new ApiGatewayManagementApiClient({
    region: 'us-east-1',
    endpoint,
    credentials: { accessKeyId: 'bench', secretAccessKey },
    maxAttempts: 1,
    requestHandler: {
      handle: async ({ headers }: { headers: Record<string, string> }) => {
        resolve(headers)
        throw new Error('signed, and not sent')
      },
    },
  })
  await client.send(new PostToConnectionCommand({ ConnectionId: connectionId, Data: body })).catch(() => undefined)
  return promise
}
