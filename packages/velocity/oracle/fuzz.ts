/**
 * `node packages/velocity/oracle/fuzz.ts --seconds 600 --seed 1`: random bytes and changed templates, compiled and rendered
 * in one process. Whatever is thrown must be a VelocityError, and every case must end within two seconds: a parent watches,
 * kills what hangs, and goes on with the next seed. Prints executions, crashes, the slowest cases and how the memory grew;
 * exits with 1 where something crashed or hung. `--case 123` runs that one case, and prints it.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type FuzzResult, fuzzCase, run } from './fuzz-case.ts'

/** Milliseconds that one case may take. */
const MOST_TIME = 2000
const MOST_CRASHES = 20
const SLOWEST = 5
/** Milliseconds between two looks at the memory, each behind a full collection of garbage. */
const MEMORY_EVERY = 10_000

/** What the child tells when its time is over. */
interface Summary {
  readonly cases: number
  readonly outcomes: Readonly<Record<string, number>>
  readonly crashes: readonly (readonly [seed: number, trace: string])[]
  readonly slowest: readonly (readonly [seed: number, milliseconds: number])[]
  /** Resident memory and the heap that is in use, in megabytes. */
  readonly memory: readonly (readonly [rss: number, heap: number])[]
}

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    case: { type: 'string' },
    /** For the child: the file that it writes the seed to that it is at. */
    progress: { type: 'string' },
  },
})
const print = (text: string) => process.stdout.write(`${text}\n`)

if (values.case !== undefined) {
  const one = fuzzCase(Number(values.case))
  print(JSON.stringify(one, undefined, 2))
  const start = performance.now()
  const result = run(one)
  print(`${result.outcome} in ${Math.round(performance.now() - start)} ms ${result.trace ?? ''}`)
} else if (values.progress !== undefined) {
  process.send?.(runCases(Number(values.seed), Number(values.seconds) * 1000, values.progress))
  process.disconnect()
} else {
  await watch(Number(values.seed), Number(values.seconds) * 1000)
}

async function watch(seed: number, milliseconds: number): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'velocity-fuzz-'))
  const progress = join(directory, 'progress')
  const end = Date.now() + milliseconds
  let hangs = 0
  for (let next: number | undefined = seed; next !== undefined && Date.now() < end; ) {
    const answer: Summary | number = await watchOne(next, (end - Date.now()) / 1000, progress)
    if (typeof answer === 'number') {
      hangs++
      print(`Case ${answer} does not end within ${MOST_TIME} ms, or ends the process`)
      next = answer + 1
    } else {
      report(answer)
      next = undefined
    }
  }
  rmSync(directory, { recursive: true })
  if (hangs > 0) process.exitCode = 1
}

/** What a child tells at its end, or the seed that it was killed at. */
async function watchOne(seed: number, seconds: number, progress: string): Promise<Summary | number> {
  const options = { execArgv: ['--expose-gc', '--max-old-space-size=2048'] }
  const words = ['--seed', String(seed), '--seconds', String(seconds), '--progress', progress]
  const child = fork(import.meta.filename, words, options)
  let summary: Summary | undefined
  child.on('message', (message: Summary) => {
    summary = message
  })
  let [at, since] = [seedAt(progress, seed), Date.now()]
  const timer = setInterval(() => {
    const now = seedAt(progress, seed)
    if (now !== at) [at, since] = [now, Date.now()]
    else if (summary === undefined && Date.now() - since > MOST_TIME * 2) child.kill('SIGKILL')
  }, MOST_TIME / 10)
  await once(child, 'exit')
  clearInterval(timer)
  return summary ?? seedAt(progress, seed)
}

function seedAt(progress: string, otherwise: number): number {
  try {
    return Number(readFileSync(progress, 'utf8')) || otherwise
  } catch {
    return otherwise
  }
}

function runCases(firstSeed: number, milliseconds: number, progress: string): Summary {
  const file = openSync(progress, 'w')
  const start = performance.now()
  const outcomes: Record<string, number> = {}
  const crashes: [number, string][] = []
  let slowest: [number, number][] = []
  const memory: [number, number][] = []
  let seed = firstSeed
  for (let now = start; now - start < milliseconds; seed++) {
    writeSync(file, String(seed).padEnd(16), 0)
    const { outcome, trace }: FuzzResult = run(fuzzCase(seed))
    outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
    if (outcome === 'crash' && crashes.length < MOST_CRASHES) crashes.push([seed, trace ?? ''])
    const before = now
    now = performance.now()
    const least = slowest.at(-1)?.[1] ?? 0
    if (slowest.length < SLOWEST || now - before > least) {
      slowest = [...slowest, [seed, now - before] as [number, number]].sort((a, b) => b[1] - a[1]).slice(0, SLOWEST)
    }
    if (now - start >= memory.length * MEMORY_EVERY) {
      memory.push(measureMemory())
      now = performance.now()
    }
  }
  memory.push(measureMemory())
  closeSync(file)
  return { cases: seed - firstSeed, outcomes, crashes, slowest, memory }
}

function measureMemory(): [rss: number, heap: number] {
  globalThis.gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  return [Math.round(rss / 2 ** 20), Math.round(heapUsed / 2 ** 20)]
}

function report({ cases, outcomes, crashes, slowest, memory }: Summary): void {
  print(`${cases} cases: ${JSON.stringify(outcomes)}`)
  for (const [seed, trace] of crashes) print(`Crash in case ${seed}: ${trace}`)
  const times = slowest.map(([seed, time]) => `${seed} (${Math.round(time)} ms)`)
  print(`Slowest cases: ${times.join(', ')}`)
  print(`Memory (rss/heap in MB): ${memory.map(([rss, heap]) => `${rss}/${heap}`).join(' ')}`)
  if (crashes.length > 0 || slowest.some(([, time]) => time > MOST_TIME)) process.exitCode = 1
}
