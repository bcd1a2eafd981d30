import { fileURLToPath } from 'node:url'
import { CORE, type Running, start } from '../process.ts'
import type { Rate } from './rate.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Runs a load on a server, in a process of its own. */
export async function load(server: Running, program: string, ...words: readonly (string | number)[]): Promise<Rate> {
  await using running = await startLoad(server, program, ...words)
  return JSON.parse(running.firstLine) as Rate
}

/** Starts a load that stays; answers when it has written its first line. */
export function startLoad(server: Running, program: string, ...words: readonly (string | number)[]): Promise<Running> {
  const env = { ...process.env, SERVER_PID: `${server.pid}` }
  return start(CORE.load, [process.execPath, here(program), ...words.map(String)], undefined, { env })
}
