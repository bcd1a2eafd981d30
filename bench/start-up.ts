import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from './median.ts'
import { startPostern } from './postern.ts'
import { CORE } from './process.ts'

const ROUNDS = 9

/** Milliseconds from the start of the process to Postern's first answer, and of `node -e 0`, interleaved. */
export async function benchStartUp(): Promise<{ node: number; postern: number }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'postern-bench-'))
  process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }))
  const node: number[] = []
  const postern: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    node.push(timed(() => execFileSync('taskset', ['-c', CORE.gateway, process.execPath, '-e', '0'])))
    const begin = performance.now()
    await using running = await startPostern(CORE.gateway, '--data-dir', dataDir)
    await (await fetch(`${running.url}/v2/apis`)).arrayBuffer()
    postern.push(performance.now() - begin)
  }
  return { node: median(node), postern: median(postern) }
}

function timed(work: () => unknown): number {
  const begin = performance.now()
  work()
  return performance.now() - begin
}
