import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { GetIntegrationsCommand } from '@aws-sdk/client-apigatewayv2'
import { bundleProvider } from '../../packages/terraform-provider/build/bundle-provider.ts'
import { findProvider, TerraformProject } from '../../test/support/terraform.ts'
import { median } from '../median.ts'
import { createApi, startPostern } from '../postern.ts'
import { CORE } from '../process.ts'
import { withPeakMemory } from './peak-memory.ts'

const MANY = 200

const STEPS = [
  { name: 'validate', words: ['validate'], goal: 0.1 },
  { name: 'plan of 1', words: ['plan', '-input=false', '-var', 'size=1'], goal: 0.1 },
  { name: `plan of ${MANY}`, words: ['plan', '-input=false', '-var', `size=${MANY}`], goal: 0.15 },
  { name: `apply of ${MANY}`, words: ['apply', '-auto-approve', '-input=false', '-var', `size=${MANY}`], goal: 0.3 },
] as const
const MEMORY_GOAL = 0.2

interface Cost {
  /** Median of the rounds, in seconds. */
  readonly seconds: number
  /** Of the largest process of the provider in any round, in MiB. */
  readonly memory: number
  readonly rounds: readonly number[]
}

export interface TerraformResult {
  readonly step: string
  readonly hashicorp: Cost
  readonly postern: Cost
  readonly goal: number
}

type Taken = { seconds: number; peak: number }

/**
 * Terraform with our provider and with hashicorp/aws, in turn, step by step, round after round. Each has a Postern of
 * its own that is new in each round, so that everything applied is created. Both providers come by `dev_overrides`:
 * nothing is installed or hashed, which would take hashicorp/aws (700 MB) seconds more.
 */
export async function benchTerraform(rounds: number): Promise<TerraformResult[]> {
  const theirs = await findProvider()
  if (theirs === undefined) throw new Error('hashicorp/aws 5.100.0 is not on this machine')
  const scratch = mkdtempSync(join(tmpdir(), 'postern-bench-'))
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }))
  const providers = [dirname(await bundleProvider(scratch)), theirs]
  const taken = STEPS.map((): [Taken[], Taken[]] => [[], []])
  // The round before the first one reads the programs from the disk.
  for (let round = 0; round <= rounds; round++) {
    await using peers = new AsyncDisposableStack()
    const sites = [peers.use(await openSite(providers[0])), peers.use(await openSite(providers[1]))]
    for (const [step, { words }] of (round === 0 ? STEPS.slice(0, 1) : STEPS).entries()) {
      // Each goes first in every second round.
      for (const peer of round % 2 === 0 ? [0, 1] : [1, 0]) {
        const begin = performance.now()
        const { peak } = await withPeakMemory(async () => sites[peer]?.project.run(...words))
        const seconds = (performance.now() - begin) / 1000
        if (round > 0) taken[step]?.[peer]?.push({ seconds, peak })
      }
    }
    if (round > 0) for (const site of sites) await site.check()
  }
  return STEPS.map(({ name, goal }, step) => {
    const [postern, hashicorp] = (taken[step] ?? [[], []]).map(costOf) as [Cost, Cost]
    return { step: name, hashicorp, postern, goal }
  })
}

function costOf(taken: readonly Taken[]): Cost {
  const rounds = taken.map(({ seconds }) => seconds)
  return { seconds: median(rounds), memory: Math.max(...taken.map(({ peak }) => peak)), rounds }
}

/** A Postern with one API, and a project for it. */
async function openSite(provider: string | undefined) {
  const postern = await startPostern(CORE.both, '--ephemeral', '--log-level', 'error')
  const api = await createApi(postern.client, {})
  const project = await TerraformProject.open(import.meta.dirname, { endpoint: postern.url, api }, provider)
  return {
    project,
    /** That the work was done. */
    async check() {
      const ids = new Set<string>()
      let NextToken: string | undefined
      do {
        const page = await postern.client.send(new GetIntegrationsCommand({ ApiId: api, NextToken }))
        for (const { IntegrationId = '' } of page.Items ?? []) ids.add(IntegrationId)
        NextToken = page.NextToken
      } while (NextToken !== undefined)
      if (ids.size !== MANY) throw new Error(`${ids.size} integrations where ${MANY} were applied`)
    },
    [Symbol.asyncDispose]: () => postern[Symbol.asyncDispose](),
  }
}

export function terraformLines(results: readonly TerraformResult[]): string {
  const head = '| | hashicorp/aws s | Postern’s s | ratio (goal) | hashicorp/aws MiB | Postern’s MiB | ratio (goal) |'
  const lines = results.map(({ step, hashicorp, postern, goal }) => {
    const time = `${(postern.seconds / hashicorp.seconds).toFixed(3)} (${goal})`
    const memory = `${(postern.memory / hashicorp.memory).toFixed(3)} (${MEMORY_GOAL})`
    const seconds = [hashicorp.seconds.toFixed(2), postern.seconds.toFixed(2), time]
    const sizes = [hashicorp.memory.toFixed(0), postern.memory.toFixed(0), memory]
    return `| ${[step, ...seconds, ...sizes].join(' | ')} |`
  })
  return [head, '|---|---:|---:|---:|---:|---:|---:|', ...lines].join('\n')
}
