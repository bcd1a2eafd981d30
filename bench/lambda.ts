import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CreateFunctionCommand, LambdaClient, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda'
import { zipOf } from '../test/support/zip.ts'

/** The handler that every peer is measured with. */
export const HANDLER = join(import.meta.dirname, 'serverless-offline', 'function', 'index.js')

export function lambdaClientOf(endpoint: string): LambdaClient {
  const credentials = { accessKeyId: 'bench', secretAccessKey: 'bench' }
  return new LambdaClient({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 })
}

/** Answers the function's ARN once it can be called. */
export async function createFunction(client: LambdaClient, name: string): Promise<string> {
  const { FunctionArn = '' } = await client.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: 'arn:aws:iam::000000000000:role/bench',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: zipOf({ 'index.js': readFileSync(HANDLER, 'utf8') }) },
    }),
  )
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 30, minDelay: 1 }, { FunctionName: name })
  return FunctionArn
}
