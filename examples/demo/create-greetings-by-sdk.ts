import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
} from '@aws-sdk/client-apigatewayv2'
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import { AddPermissionCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda'
import type { CreatedApi } from './created-api.ts'
import { sdkOptions } from './sdk-options.ts'

const ZIP = join(import.meta.dirname, '../http-lambda/greeting.zip')

/** Makes the function and the API of examples/http-lambda with the AWS SDK. */
export async function createGreetingsBySdk(posternUrl: string): Promise<CreatedApi> {
  const made: string[] = []
  const functionArn = await createFunction(posternUrl, made)

  const client = new ApiGatewayV2Client(sdkOptions(posternUrl))
  const { ApiId = '', ApiEndpoint = '' } = await client.send(
    new CreateApiCommand({ Name: 'greetings', ProtocolType: 'HTTP' }),
  )
  made.push(`api          ${ApiId}   HTTP greetings`)
  for (const format of ['1.0', '2.0']) {
    const { IntegrationId } = await client.send(
      new CreateIntegrationCommand({
        ApiId,
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: functionArn,
        PayloadFormatVersion: format,
      }),
    )
    made.push(`integration  ${IntegrationId}      AWS_PROXY, payload format ${format}`)
    const RouteKey = `GET /v${format[0]}/hello/{name}`
    const route = await client.send(
      new CreateRouteCommand({ ApiId, RouteKey, Target: `integrations/${IntegrationId}` }),
    )
    made.push(`route        ${route.RouteId}      ${RouteKey} -> ${route.Target}`)
  }
  await client.send(new CreateStageCommand({ ApiId, StageName: '$default', AutoDeploy: true }))
  made.push('stage        $default     auto-deploy')
  await permit(posternUrl, `arn:aws:execute-api:us-east-1:000000000000:${ApiId}/*`)
  made.push('permission   apigateway.amazonaws.com may invoke the function')
  client.destroy()
  return { apiId: ApiId, apiEndpoint: ApiEndpoint, made }
}

async function createFunction(posternUrl: string, made: string[]): Promise<string> {
  const iam = new IAMClient(sdkOptions(posternUrl))
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'greeting',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
      }),
    }),
  )
  iam.destroy()
  made.push(`role         ${Role?.RoleName}`)
  const lambda = new LambdaClient(sdkOptions(posternUrl))
  const { FunctionArn = '', Runtime } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'greeting',
      Role: Role?.Arn,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: readFileSync(ZIP) },
    }),
  )
  lambda.destroy()
  made.push(`function     greeting     ${Runtime}, index.handler`)
  return FunctionArn
}

/** AWS refuses the gateway's calls without it; Postern does with `--permissions enforce`. */
async function permit(posternUrl: string, apiArn: string): Promise<void> {
  const lambda = new LambdaClient(sdkOptions(posternUrl))
  await lambda.send(
    new AddPermissionCommand({
      FunctionName: 'greeting',
      StatementId: 'gateway',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: apiArn,
    }),
  )
  lambda.destroy()
}
