import { fileURLToPath } from 'node:url'
import { median } from './median.ts'
import { hasNginx, startNginx, startNginxProxy } from './nginx.ts'
import { createApi, startPostern } from './postern.ts'
import { CORE, cpuOf, memoryOf, type Running, start } from './process.ts'
import { hasWrk, type Load, wrk } from './wrk.ts'

export interface ProxyResult {
  readonly name: string
  /** Medians of the rounds. */
  readonly load: Omit<Load, 'requests'>
  /** Median of the rounds' ratios of Postern's rate to this peer's: peers of one round meet the same machine. */
  readonly ratio: number
  /** Microseconds of CPU for one request, over all rounds: what a busy neighbour of the machine cannot take away. */
  readonly cpu: number
  readonly rounds: readonly number[]
  /** MiB after the last round. */
  readonly memory: number
}

const ROUNDS = 21
const SECONDS = 1
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** HTTP_PROXY with a small body over kept-alive connections, each peer in turn, round after round. */
export async function benchHttpProxy(): Promise<ProxyResult[]> {
  if (!hasWrk) throw new Error('wrk is not on this machine (Debian: apt-get install wrk)')
  await using upstream = await startUpstream()
  const origin = `http://127.0.0.1:${upstream.port}`
  await using postern = await startPostern(CORE.gateway, '--ephemeral', '--log-level', 'error')
  await using bare = await start(CORE.gateway, [process.execPath, here('peers/bare-proxy.ts'), origin])
  await using stack = new AsyncDisposableStack()
  const nginx = hasNginx ? stack.use(await startNginxProxy(CORE.gateway, upstream.port)) : undefined

  const apiId = await createApi(postern.client, { Target: origin })
  const peers: { name: string; running: Running; url: string; host?: string }[] = [
    { name: 'Postern', running: postern, url: `${postern.url}/hello`, host: `${apiId}.execute-api.localhost` },
    { name: 'bare node:http + undici', running: bare, url: `http://127.0.0.1:${bare.firstLine}/hello` },
    ...(nginx === undefined
      ? []
      : [{ name: 'nginx proxy_pass, one worker', running: nginx, url: `http://127.0.0.1:${nginx.port}/hello` }]),
  ]
  const loads = peers.map((): Load[] => [])
  const seconds = peers.map(() => 0)
  for (const peer of peers) wrk(peer.url, 2, peer.host)
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { url, host, running }] of peers.entries()) {
      const before = cpuOf(running.pid)
      loads[index]?.push(wrk(url, SECONDS, host))
      seconds[index] = (seconds[index] ?? 0) + cpuOf(running.pid) - before
    }
  }
  return peers.map(({ name, running }, index): ProxyResult => {
    const own = loads[index] ?? []
    const of = (key: 'rate' | 'p50' | 'p99') => median(own.map((one) => one[key]))
    const requests = own.reduce((sum, one) => sum + one.requests, 0)
    return {
      name,
      load: { rate: of('rate'), p50: of('p50'), p99: of('p99') },
      ratio: median(own.map((one, round) => (loads[0]?.[round]?.rate ?? Number.NaN) / one.rate)),
      cpu: ((seconds[index] ?? 0) * 1e6) / requests,
      rounds: own.map((one) => Math.round(one.rate)),
      memory: memoryOf(running.pid),
    }
  })
}

async function startUpstream(): Promise<Running & { port: number }> {
  if (hasNginx) {
    return startNginx(CORE.load, `default_type application/json; return 200 '{"message":"hello"}';`)
  }
  const node = await start(CORE.load, [process.execPath, here('peers/upstream.ts')])
  return Object.assign(node, { port: Number(node.firstLine) })
}
