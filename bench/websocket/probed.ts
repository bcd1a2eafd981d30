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

export interface Health extends Memory {
  /** Milliseconds by which the event loop was late since it was last asked. */
  readonly late: { readonly p99: number; readonly most: number }
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const words = [process.execPath, '--expose-gc', '--import', here('memory-probe.ts')]
/** Beyond what one process can open anyhow. */
const CONNECTIONS = '200000'

/** Postern, ready to be asked for its memory. */
export function startProbedPostern(env: NodeJS.ProcessEnv = {}, ...more: string[]) {
  const flags = ['--ephemeral', '--log-level', 'error', '--limits-connections', CONNECTIONS, ...more]
  return startPosternOn({ words, channel: true, env: { ...process.env, ...env } }, CORE.gateway, ...flags)
}

/** A peer of the same kind. */
export function startProbed(program: string): Promise<Running> {
  return start(CORE.gateway, [...words, here(program)], undefined, { channel: true })
}

export async function healthOf({ child }: Running): Promise<Health> {
  child.send('health')
  const [health] = (await once(child, 'message')) as [Health]
  return health
}
