import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startPosternOn } from '../postern.ts'
import { CORE, type Running, start } from '../process.ts'

/** Kilobytes of a process once its garbage is collected. */
export interface Memory {
  readonly resident: number
  /** JavaScript's heap and what it holds outside. */
  readonly held: number
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const words = [process.execPath, '--expose-gc', '--import', here('memory-probe.ts')]
/** Beyond what one process can open anyhow. */
const CONNECTIONS = '200000'

/** Postern, ready to be asked for its memory. */
export function startProbedPostern(env: NodeJS.ProcessEnv = {}) {
  const flags = ['--ephemeral', '--log-level', 'error', '--limits-connections', CONNECTIONS]
  return startPosternOn({ words, channel: true, env: { ...process.env, ...env } }, CORE.gateway, ...flags)
}

/** A peer of the same kind. */
export function startProbed(program: string): Promise<Running> {
  return start(CORE.gateway, [...words, here(program)], undefined, { channel: true })
}

export async function memoryOf({ child }: Running): Promise<Memory> {
  child.send('memory')
  const [{ rss, heapUsed, external }] = (await once(child, 'message')) as [NodeJS.MemoryUsage]
  return { resident: rss / 1024, held: (heapUsed + external) / 1024 }
}
