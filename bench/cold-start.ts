import { execFileSync } from 'node:child_process'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { createFunction, lambdaClientOf } from './lambda.ts'
import { median } from './median.ts'
import { startPostern } from './postern.ts'
import { CORE } from './process.ts'

const ROUNDS = 9

/** Milliseconds of a Node function's first invocation, through the SDK, and of `node -e 0`, interleaved. */
export async function benchColdStart(): Promise<{ node: number; cold: number; warm: number }> {
  await using postern = await startPostern(CORE.gateway, '--ephemeral', '--log-level', 'error')
  const client = lambdaClientOf(postern.url)
  const node: number[] = []
  const cold: number[] = []
  const warm: number[] = []
  const Payload = JSON.stringify({ rawPath: '/' })
  for (let round = 0; round < ROUNDS; round++) {
    const invocation = new InvokeCommand({ FunctionName: await createFunction(client, `cold-${round}`), Payload })
    node.push(await timed(() => execFileSync('taskset', ['-c', CORE.gateway, process.execPath, '-e', '0'])))
    cold.push(await timed(() => client.send(invocation)))
    warm.push(await timed(() => client.send(invocation)))
  }
  client.destroy()
  return { node: median(node), cold: median(cold), warm: median(warm) }
}

async function timed(work: () => unknown): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}
