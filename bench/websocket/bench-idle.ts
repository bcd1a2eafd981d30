import { readFileSync } from 'node:fs'
import { median } from '../median.ts'
import type { Running } from '../process.ts'
import { load, startLoad } from './load.ts'
import { createMockApi } from './mock-api.ts'
import { healthOf, type Memory, startProbed, startProbedPostern } from './probed.ts'

export interface IdleResult {
  readonly connections: number
  /** Kilobytes for each connection, medians of the rounds. */
  readonly postern: Memory
  readonly bare: Memory
  /** Postern's resident memory to the peer's, median of the rounds. */
  readonly ratio: number
}

const COUNTS = [1000, 5000, 20_000]
const ROUNDS = 3
/** Files that a server has open for other things. */
const SPARE_FILES = 150

/** Memory of idle connections, beside those of bare `ws`. Processes are new each time: memory is not given back. */
export async function benchIdle(): Promise<IdleResult[]> {
  const results: IdleResult[] = []
  const most = openFiles() - SPARE_FILES
  for (const count of COUNTS) {
    const connections = Math.min(count, most)
    if (connections < count) {
      console.log(`${count} connections need \`ulimit -n ${count + SPARE_FILES}\`: measured with ${connections}`)
    }
    const rounds: { postern: Memory; bare: Memory }[] = []
    for (let round = 0; round < ROUNDS; round++) {
      rounds.push({ postern: await posternMemory(connections), bare: await bareMemory(connections) })
    }
    const medianOf = (peer: 'postern' | 'bare', kind: keyof Memory) => median(rounds.map((of) => of[peer][kind]))
    results.push({
      connections,
      postern: { resident: medianOf('postern', 'resident'), held: medianOf('postern', 'held') },
      bare: { resident: medianOf('bare', 'resident'), held: medianOf('bare', 'held') },
      ratio: median(rounds.map(({ postern, bare }) => postern.resident / bare.resident)),
    })
  }
  return results
}

async function posternMemory(connections: number): Promise<Memory> {
  await using running = await startProbedPostern()
  return await idleMemory(running, (await createMockApi(running)).url, connections)
}

async function bareMemory(connections: number): Promise<Memory> {
  await using running = await startProbed('ws-echo.ts')
  return await idleMemory(running, `ws://127.0.0.1:${running.firstLine}/`, connections)
}

async function idleMemory(running: Running, url: string, connections: number): Promise<Memory> {
  // Loads what is loaded once. No more: what a busy heap has to spare would hide what connections take.
  await load(running, 'ws-load.ts', url, '', 32, 1)
  const before = await healthOf(running)
  await using clients = await startLoad(running, 'ws-idle.ts', url, connections)
  if (clients.firstLine !== 'open') throw new Error('the connections did not open')
  const after = await healthOf(running)
  return {
    resident: (after.resident - before.resident) / connections,
    held: (after.held - before.held) / connections,
  }
}

function openFiles(): number {
  const soft = /Max open files\s+(\d+|unlimited)/.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1] ?? ''
  return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft)
}

export function idleLines(results: readonly IdleResult[]): string {
  const head = [
    'Idle WebSocket connections, garbage collected: resident KB each, and KB that JavaScript holds',
    '| connections | Postern | bare ws | of the bare ones | Postern: held | bare ws: held |',
    '|---:|---:|---:|---:|---:|---:|',
  ]
  const rows = results.map(({ connections, postern, bare, ratio }) => {
    const kilobytes = [postern.resident, bare.resident].map((each) => each.toFixed(1))
    const held = [postern.held, bare.held].map((each) => each.toFixed(1))
    return `| ${[connections, ...kilobytes, ratio.toFixed(2), ...held].join(' | ')} |`
  })
  return [...head, ...rows].join('\n')
}
