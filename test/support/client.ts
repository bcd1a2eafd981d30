import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2'

/** The AWS SDK's own client, pointed at a server. */
export function clientOf(endpoint: string): ApiGatewayV2Client {
  return new ApiGatewayV2Client({
    region: 'us-east-1',
    endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  })
}
