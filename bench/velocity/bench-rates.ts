import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findOracle } from '../../packages/velocity/oracle/find-oracle.ts'
import { median } from '../median.ts'
import { cpuOf } from '../process.ts'
import { EVENT_FILE, TEMPLATE_FILE } from './mapping.ts'
import { RatePeer } from './rate-peer.ts'

export interface RateResult {
  readonly name: string
  /** Renders per second: median of the rounds. */
  readonly rate: number
  /** Median of the rounds' ratios of our engine's rate to this peer's: peers of one round meet the same machine. */
  readonly ratio: number
  /** Microseconds of CPU for one render, over all rounds, whatever else is busy: compilers and collectors included. */
  readonly cpu: number
  /** Whether it renders what Velocity renders. */
  readonly output: 'the same' | 'the same but for white space' | 'other'
  readonly rounds: readonly number[]
}

const ROUNDS = 15
const MILLISECONDS = 1000
const WARM_UP = 5000
const PEERS = join(import.meta.dirname, 'peers')
const VELOCITYJS = join(import.meta.dirname, 'velocityjs')

/** A mapping template of 40 lines, compiled once: each peer in turn, round after round, each in a process of its own. */
export async function benchRates(): Promise<RateResult[]> {
  const java = findOracle()
  if (typeof java === 'string') throw new Error(`Not on this machine: ${java}`)
  installVelocityJs()
  await using stack = new AsyncDisposableStack()
  const start = async (name: string, ...words: string[]) => stack.use(await RatePeer.start(name, words))
  const peers = [
    await start('this engine', process.execPath, join(PEERS, 'own-engine.ts')),
    await start('Apache Velocity 1.7, JVM', ...java.command, 'RenderRate', TEMPLATE_FILE, EVENT_FILE),
    await start('velocityjs 2.1.7', process.execPath, join(PEERS, 'velocityjs.ts')),
    await start('written by hand', process.execPath, join(PEERS, 'hand-written.ts')),
  ]
  for (const peer of peers) await peer.rate(WARM_UP)
  const rounds = peers.map((): number[] => [])
  const seconds = peers.map(() => 0)
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, peer] of peers.entries()) {
      const before = cpuOf(peer.pid)
      rounds[index]?.push(await peer.rate(MILLISECONDS))
      seconds[index] = (seconds[index] ?? 0) + cpuOf(peer.pid) - before
    }
  }
  const reference = peers[1]?.output ?? ''
  return peers.map(({ name, output }, index): RateResult => {
    const own = rounds[index] ?? []
    const renders = own.reduce((sum, rate) => sum + (rate * MILLISECONDS) / 1000, 0)
    return {
      name,
      rate: Math.round(median(own)),
      ratio: median(own.map((rate, round) => (rounds[0]?.[round] ?? Number.NaN) / rate)),
      cpu: ((seconds[index] ?? 0) * 1e6) / renders,
      output: likeness(output, reference),
      rounds: own.map(Math.round),
    }
  })
}

/** Installed at its first use, by its own lock file. */
function installVelocityJs(): void {
  if (existsSync(join(VELOCITYJS, 'node_modules', 'velocityjs'))) return
  console.log('Installing velocityjs, for this benchmark alone …')
  execFileSync('npm', ['ci', '--no-audit', '--no-fund', '--silent'], { cwd: VELOCITYJS, stdio: 'inherit' })
}

function likeness(output: string, reference: string): RateResult['output'] {
  if (output === reference) return 'the same'
  const dense = (text: string) => text.replaceAll(/\s+/g, '')
  return dense(output) === dense(reference) ? 'the same but for white space' : 'other'
}
