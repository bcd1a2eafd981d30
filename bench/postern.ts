import { fileURLToPath } from 'node:url'
import { ApiGatewayV2Client, CreateApiCommand, type CreateApiCommandInput } from '@aws-sdk/client-apigatewayv2'
import { type Cores, type Running, start } from './process.ts'

const posternMain = fileURLToPath(new URL('../packages/gateway/src/main.ts', import.meta.url))

/** Starts Postern; answers it with its URL and a client of its control plane. */
export async function startPostern(cores: Cores, ...flags: string[]) {
  const running: Running = await start(cores, [process.execPath, posternMain, '--port', '0', ...flags])
  const url = running.firstLine.split(' ').at(-1) ?? ''
  const client = new ApiGatewayV2Client({
    region: 'us-east-1',
    endpoint: url,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  })
  return Object.assign(running, { url, client })
}

export async function createApi(client: ApiGatewayV2Client, members: Partial<CreateApiCommandInput>): Promise<string> {
  const { ApiId } = await client.send(new CreateApiCommand({ Name: 'bench', ProtocolType: 'HTTP', ...members }))
  return ApiId ?? ''
}
