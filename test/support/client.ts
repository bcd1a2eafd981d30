import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2'
import { IAMClient } from '@aws-sdk/client-iam'
import { LambdaClient } from '@aws-sdk/client-lambda'

/** The AWS SDK's own clients, pointed at a server. */
export const clientOf = (endpoint: string, credentials?: Credentials) =>
  new ApiGatewayV2Client(optionsOf(endpoint, credentials))
export const lambdaClientOf = (endpoint: string) => new LambdaClient(optionsOf(endpoint))
export const iamClientOf = (endpoint: string) => new IAMClient(optionsOf(endpoint))

interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

function optionsOf(endpoint: string, credentials: Credentials = { accessKeyId: 'test', secretAccessKey: 'test' }) {
  return { region: 'us-east-1', endpoint, credentials, maxAttempts: 1 }
}
