/**
 * `node packages/velocity/oracle/compare.ts --seed 1 --count 10000 [--shrink 60]`: random templates, rendered by our
 * engine and by Apache Velocity 1.7. Prints where they disagree, shrunk and grouped; exits with 1 where they do.
 * `--template '#set(…' --context '{}'` compares one template.
 */
import { parseArgs } from 'node:util'
import { type Comparison, compareWith } from './comparison.ts'
import { findOracle } from './find-oracle.ts'
import { Oracle } from './oracle.ts'
import { type RandomCase, randomCase } from './random-template.ts'
import { describe, report } from './report.ts'
import { shrink } from './shrink.ts'

const BATCH = 500
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '10000' },
    shrink: { type: 'string', default: '60' },
    template: { type: 'string' },
    context: { type: 'string', default: '{}' },
  },
})

const java = findOracle()
if (typeof java === 'string') throw new Error(`Not on this machine: ${java}`)
await using oracle = new Oracle(java)
const compare = (cases: readonly RandomCase[]) => compareWith(oracle, cases)
const print = (text: string) => process.stdout.write(`${text}\n`)

if (values.template === undefined) {
  await compareMany(Number(values.seed), Number(values.count), Number(values.shrink))
} else {
  const context = JSON.parse(values.context) as Record<string, unknown>
  const texts = Object.entries(context).map(([name, value]) => [name, JSON.stringify(value)] as const)
  const [one] = await compare([{ template: values.template, context: Object.fromEntries(texts) }])
  if (one !== undefined) print(one.disagreement === undefined ? `They agree: ${describe(one)}` : describe(one))
}

async function compareMany(seed: number, count: number, most: number): Promise<void> {
  const found: Comparison[] = []
  let rendered = 0
  for (let from = seed; from < seed + count; from += BATCH) {
    const length = Math.min(BATCH, seed + count - from)
    const results = await compare(Array.from({ length }, (_, index) => randomCase(from + index)))
    rendered += results.filter(({ velocity }) => velocity.output !== undefined).length
    found.push(...results.filter(({ disagreement }) => disagreement !== undefined))
  }
  const share = Math.round((100 * rendered) / count)
  print(`${count} templates from seed ${seed}, of which Velocity renders ${share} %: ${found.length} disagreements\n`)
  const shortest = found.sort((a, b) => a.template.length - b.template.length).slice(0, most)
  const shrunk: Comparison[] = []
  for (const one of shortest) shrunk.push(await shrink(one, compare))
  print(report(shrunk))
  if (found.length > 0) process.exitCode = 1
}
