import { afterAll, expect } from 'vitest'
import { type Comparison, compareWith } from '../../packages/velocity/oracle/comparison.ts'
import { findOracle } from '../../packages/velocity/oracle/find-oracle.ts'
import { Oracle } from '../../packages/velocity/oracle/oracle.ts'
import { type RandomCase, randomCase } from '../../packages/velocity/oracle/random-template.ts'
import { report } from '../../packages/velocity/oracle/report.ts'
import { shrink } from '../../packages/velocity/oracle/shrink.ts'
import { testWith } from '../support/find-program.ts'

const BATCH = 1000
const BATCHES = 10
/** How many disagreements of a batch are shrunk for the report. */
const SHRUNK = 5

const java = findOracle()
const test = testWith(typeof java === 'string' ? java : 'Apache Velocity 1.7', typeof java !== 'string')
const oracle = typeof java === 'string' ? undefined : new Oracle(java)
afterAll(() => oracle?.close())

const compare = async (cases: readonly RandomCase[]) => (oracle === undefined ? [] : compareWith(oracle, cases))
const seeds = Array.from({ length: BATCHES }, (_, index) => 1 + index * BATCH)

test.each(seeds)(
  '1,000 random templates from seed %i: what Apache Velocity 1.7 renders, or refused as there',
  async (seed) => {
    const results = await compare(Array.from({ length: BATCH }, (_, index) => randomCase(seed + index)))
    const disagreements = results.filter(({ disagreement }) => disagreement !== undefined)
    const shrunk: Comparison[] = []
    for (const one of disagreements.slice(0, SHRUNK)) shrunk.push(await shrink(one, compare))
    expect(report(shrunk)).toBe('')
    expect(results.filter(({ velocity }) => velocity.output !== undefined).length).toBeGreaterThan(BATCH / 3)
  },
)
