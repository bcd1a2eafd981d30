import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type LambdaClient,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda'
import { zipOf } from './zip.ts'

/** Makes a function of these files, and waits until it can be invoked. Node, CommonJS, unless told otherwise. */
export async function deployFunction(
  client: LambdaClient,
  name: string,
  files: Parameters<typeof zipOf>[0],
  more: Partial<CreateFunctionCommandInput> = {},
): Promise<string> {
  const { FunctionArn = '' } = await client.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Role: 'arn:aws:iam::000000000000:role/test',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: zipOf(files) },
      ...more,
    }),
  )
  await waitUntilFunctionActiveV2({ client, maxWaitTime: 60, minDelay: 0.01, maxDelay: 1 }, { FunctionName: name })
  return FunctionArn
}

export interface Invoked {
  /** The function's answer, or the error document. */
  readonly payload: unknown
  readonly error: string | undefined
}

export async function invoke(client: LambdaClient, name: string, event: unknown = {}): Promise<Invoked> {
  const { Payload, FunctionError } = await client.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event) }),
  )
  const text = Payload?.transformToString() ?? ''
  return { payload: text === '' ? undefined : JSON.parse(text), error: FunctionError }
}
