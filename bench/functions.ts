import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createFunction, HANDLER, lambdaClientOf } from './lambda.ts'
import { median } from './median.ts'
import { createApi, startPostern } from './postern.ts'
import { CORE, cpuOf, freePort, memoryOf, ownCpuOf, type Running, start } from './process.ts'
import { hasWrk, type Load, warmUp, wrk } from './wrk.ts'

export interface FunctionsResult {
  readonly name: string
  /** Medians of the rounds. */
  readonly load: Omit<Load, 'requests'>
  /** Median of the rounds' ratios of Postern's rate to this peer's. */
  readonly ratio: number
  /** Microseconds of CPU for one request: of the process that listens, and of the functions' processes. */
  readonly cpu: { readonly gateway: number; readonly functions: number }
  readonly rounds: readonly number[]
  /** MiB after the last round, functions included. */
  readonly memory: number
}

const ROUNDS = 11
const SECONDS = 2
const PEER = join(import.meta.dirname, 'serverless-offline')

/**
 * HTTP API → Node function, warm, payload 2.0: each peer in turn, round after round. All may use both cores, because
 * functions are processes or threads beside the gateway; the load shares the second one with them.
 */
export async function benchFunctions(): Promise<FunctionsResult[]> {
  if (!hasWrk) throw new Error('wrk is not on this machine (Debian: apt-get install wrk)')
  await using postern = await startPostern(CORE.both, '--ephemeral', '--log-level', 'error')
  await using pool = await start(CORE.both, [
    process.execPath,
    join(import.meta.dirname, 'peers/bare-pool.ts'),
    HANDLER,
  ])
  await using offline = await startServerlessOffline()

  const target = await createFunction(lambdaClientOf(postern.url), 'hello')
  const apiId = await createApi(postern.client, { Target: target })
  const peers: { name: string; running: Running; url: string; host?: string }[] = [
    { name: 'Postern', running: postern, url: `${postern.url}/hello`, host: `${apiId}.execute-api.localhost` },
    { name: 'bare node:http + the Runtime API pool', running: pool, url: `http://127.0.0.1:${pool.firstLine}/hello` },
    { name: 'serverless-offline 13', running: offline, url: `http://127.0.0.1:${offline.port}/hello` },
  ]
  const loads = peers.map((): Load[] => [])
  const seconds = peers.map(() => ({ all: 0, own: 0 }))
  for (const peer of peers) warmUp(peer.url, 15, peer.host)
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { url, host, running }] of peers.entries()) {
      const before = { all: cpuOf(running.pid), own: ownCpuOf(running.pid) }
      loads[index]?.push(wrk(url, SECONDS, host))
      const used = seconds[index] ?? { all: 0, own: 0 }
      used.all += cpuOf(running.pid) - before.all
      used.own += ownCpuOf(running.pid) - before.own
    }
  }
  return peers.map(({ name, running }, index): FunctionsResult => {
    const own = loads[index] ?? []
    const of = (key: 'rate' | 'p50' | 'p99') => median(own.map((one) => one[key]))
    const requests = own.reduce((sum, one) => sum + one.requests, 0)
    const used = seconds[index] ?? { all: 0, own: 0 }
    return {
      name,
      load: { rate: of('rate'), p50: of('p50'), p99: of('p99') },
      ratio: median(own.map((one, round) => (loads[0]?.[round]?.rate ?? Number.NaN) / one.rate)),
      cpu: { gateway: (used.own * 1e6) / requests, functions: ((used.all - used.own) * 1e6) / requests },
      rounds: own.map((one) => Math.round(one.rate)),
      memory: memoryOf(running.pid),
    }
  })
}

/** Installed at its first use, by its own lock file. */
async function startServerlessOffline(): Promise<Running & { port: number }> {
  if (!existsSync(join(PEER, 'node_modules', 'serverless-offline'))) {
    console.log('Installing serverless-offline, for this benchmark alone …')
    execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--silent'], { cwd: PEER, stdio: 'inherit' })
  }
  const [port, lambdaPort, websocketPort] = [await freePort(), await freePort(), await freePort()]
  const program = join(PEER, 'node_modules', 'serverless', 'bin', 'serverless.js')
  const words = ['offline', 'start', '--httpPort', String(port), '--lambdaPort', String(lambdaPort)]
  words.push('--websocketPort', String(websocketPort), '--noPrependStageInUrl')
  const options = {
    cwd: PEER,
    env: { ...process.env, SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off', SLS_LOG_LEVEL: 'error' },
  }
  const running = await start(CORE.both, [process.execPath, program, ...words], port, options)
  return Object.assign(running, { port })
}
