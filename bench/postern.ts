import { fileURLToPath } from 'node:url'
import { ApiGatewayV2Client, CreateApiCommand, type CreateApiCommandInput } from '@aws-sdk/client-apigatewayv2'
import { type Cores, type Running, start } from './process.ts'

const posternMain = fileURLToPath(new URL('../packages/gateway/src/main.ts', import.meta.url))

/** With which calls are signed, where that matters. */
export const SECRET = 'bench-bench-bench'

/** Starts Postern; answers it with its URL and a client of its control plane. */
export function startPostern(cores: Cores, ...flags: string[]) {
  return startPosternOn([process.execPath], cores, ...flags)
}

/** The same on a Node with flags of its own, and on request with a channel to it (process.ts) and more environment. */
export async function startPosternOn(
  node: readonly string[] | { words: readonly string[]; channel?: boolean; env?: NodeJS.ProcessEnv },
  cores: Cores,
  ...flags: string[]
) {
  const { words, ...options } = 'words' in node ? node : { words: node }
  const running: Running = await start(cores, [...words, posternMain, '--port', '0', ...flags], undefined, options)
  const url = running.firstLine.split(' ').at(-1) ?? ''
  const client = new ApiGatewayV2Client({
    region: 'us-east-1',
    endpoint: url,
    credentials: { accessKeyId: 'bench', secretAccessKey: SECRET },
  })
  return Object.assign(running, { url, client })
}

export async function createApi(client: ApiGatewayV2Client, members: Partial<CreateApiCommandInput>): Promise<string> {
  const { ApiId } = await client.send(new CreateApiCommand({ Name: 'bench', ProtocolType: 'HTTP', ...members }))
  return ApiId ?? ''
}
