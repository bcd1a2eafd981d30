import { fileURLToPath } from 'node:url'
import {
  type ApiGatewayV2Client,
  CreateDeploymentCommand,
  CreateIntegrationCommand,
  CreateIntegrationResponseCommand,
  CreateRouteCommand,
  CreateRouteResponseCommand,
  CreateStageCommand,
} from '@aws-sdk/client-apigatewayv2'
import { median } from '../median.ts'
import { createApi, startPostern } from '../postern.ts'
import { CORE, cpuOf, memoryOf, type Running, start } from '../process.ts'

export interface WebSocketResult {
  readonly name: string
  /** Round trips a second, median of the rounds. */
  readonly rate: number
  /** Median of the rounds' ratios of Postern's rate to this peer's. */
  readonly ratio: number
  /** Microseconds of CPU for one round trip, over all rounds. */
  readonly cpu: number
  /** Kilobytes of resident memory for each idle connection, by their number. */
  readonly idle: readonly { readonly connections: number; readonly kilobytes: number }[]
}

const ROUNDS = 11
const SECONDS = 1
const CONNECTIONS = 32
const IDLE = [1000, 5000]
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

interface Peer {
  readonly name: string
  readonly running: Running
  readonly url: string
}

/** Round trips through a MOCK integration with a template and a route response, beside an echo on bare `ws`. */
export async function benchWebSocket(): Promise<WebSocketResult[]> {
  const rates: number[][] = [[], []]
  const cpus = [0, 0]
  const names: string[] = []
  {
    await using postern = await startPostern(CORE.gateway, '--ephemeral', '--log-level', 'error')
    await using bare = await start(CORE.gateway, [process.execPath, here('ws-echo.ts')])
    const peers = await peersOf(postern, bare)
    for (const { url } of peers) await load(url, 1)
    for (let round = 0; round < ROUNDS; round++) {
      for (const [i, { url, running }] of peers.entries()) {
        const before = cpuOf(running.pid)
        const rate = await load(url, SECONDS)
        rates[i]?.push(rate)
        cpus[i] = (cpus[i] ?? 0) + (cpuOf(running.pid) - before) / (rate * SECONDS)
      }
    }
    names.push(...peers.map(({ name }) => name))
  }
  const results: WebSocketResult[] = []
  for (const [i, name] of names.entries()) {
    const own = rates[i] ?? []
    results.push({
      name,
      rate: median(own),
      ratio: median(own.map((rate, round) => (rates[0]?.[round] ?? Number.NaN) / rate)),
      cpu: ((cpus[i] ?? 0) * 1e6) / ROUNDS,
      idle: await idleMemory(i),
    })
  }
  return results
}

async function peersOf(postern: Awaited<ReturnType<typeof startPostern>>, bare: Running): Promise<Peer[]> {
  const apiId = await createMockApi(postern.client)
  return [
    { name: 'Postern', running: postern, url: `${postern.url.replace('http', 'ws')}/_aws/execute-api/${apiId}/bench` },
    { name: 'bare ws echo', running: bare, url: `ws://127.0.0.1:${bare.firstLine}/` },
  ]
}

async function createMockApi(client: ApiGatewayV2Client): Promise<string> {
  const ApiId = await createApi(client, {
    ProtocolType: 'WEBSOCKET',
    RouteSelectionExpression: '$request.body.action',
  })
  const mock = {
    ApiId,
    IntegrationType: 'MOCK',
    RequestTemplates: { 'application/json': '{"statusCode": 200}' },
  } as const
  const { IntegrationId } = await client.send(new CreateIntegrationCommand(mock))
  const ResponseTemplates = { 'application/json': '{"route": "$context.routeKey", "id": "$context.connectionId"}' }
  const response = { ApiId, IntegrationId, IntegrationResponseKey: '$default', ResponseTemplates }
  await client.send(new CreateIntegrationResponseCommand(response))
  const route = { ApiId, RouteKey: 'bench', Target: `integrations/${IntegrationId}` }
  const { RouteId } = await client.send(
    new CreateRouteCommand({ ...route, RouteResponseSelectionExpression: '$default' }),
  )
  await client.send(new CreateRouteResponseCommand({ ApiId, RouteId, RouteResponseKey: '$default' }))
  await client.send(new CreateStageCommand({ ApiId, StageName: 'bench' }))
  await client.send(new CreateDeploymentCommand({ ApiId, StageName: 'bench' }))
  return ApiId
}

/** Round trips a second. */
async function load(url: string, seconds: number): Promise<number> {
  await using running = await start(CORE.load, [
    process.execPath,
    here('ws-load.ts'),
    url,
    '',
    `${CONNECTIONS}`,
    `${seconds}`,
  ])
  return Number(running.firstLine)
}

/** Of a peer that was started for it: memory that was used once is not given back. */
async function idleMemory(index: number): Promise<WebSocketResult['idle']> {
  const results: { connections: number; kilobytes: number }[] = []
  for (const connections of IDLE) {
    await using postern = await startPostern(CORE.gateway, '--ephemeral', '--log-level', 'error')
    await using bare = await start(CORE.gateway, [process.execPath, here('ws-echo.ts')])
    const peer = (await peersOf(postern, bare))[index]
    if (peer === undefined) continue
    // The first connections load what is loaded once.
    await load(peer.url, 1)
    const before = memoryOf(peer.running.pid)
    await using clients = await start(CORE.load, [
      process.execPath,
      here('ws-load.ts'),
      peer.url,
      '',
      `${connections}`,
      'idle',
    ])
    if (clients.firstLine !== 'open') throw new Error('the connections did not open')
    results.push({ connections, kilobytes: ((memoryOf(peer.running.pid) - before) * 1024) / connections })
  }
  return results
}

export function webSocketLines(results: readonly WebSocketResult[]): string {
  const head = [
    `WebSocket → MOCK with a template and a route response, ${CONNECTIONS} connections; one core for the gateway`,
    `| | round trips/s | Postern is | CPU µs each | ${IDLE.map((count) => `KB each of ${count} idle`).join(' | ')} |`,
    `|---|---:|---:|---:|${IDLE.map(() => '---:|').join('')}`,
  ]
  const rows = results.map(({ name, rate, ratio, cpu, idle }) => {
    const cells = [name, Math.round(rate), ratio.toFixed(2), cpu.toFixed(1)]
    return `| ${[...cells, ...idle.map(({ kilobytes }) => kilobytes.toFixed(1))].join(' | ')} |`
  })
  return [...head, ...rows].join('\n')
}
