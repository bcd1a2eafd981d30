import { type ChildProcess, spawn } from 'node:child_process'
import type { RuntimeCommand } from './runtime-command.ts'

/**
 * A shell sets the kernel's limits and becomes the program. No core files; a hard limit of writable memory, far above
 * the function's own (memory-watch.ts), in case the watch cannot look for a while; and one pipe for both outputs, so that
 * their lines stay in order.
 */
const SHELL = 'ulimit -c 0 2>/dev/null; ulimit -d "$1" 2>/dev/null; shift; exec "$@" 2>&1'

/** Node.js maps 600 MB that it never fills, and each thread that a program starts maps more. */
const ROOM_MB = 2048

/** Starts a function's process, in a session and process group of its own. */
export function spawnWorker(
  command: RuntimeCommand & { readonly kind: 'program' },
  memorySize: number,
  taskRoot: string,
  environment: Record<string, string>,
): ChildProcess {
  const kilobytes = String((memorySize * 2 + ROOM_MB) * 1024)
  return spawn('/bin/sh', ['-c', SHELL, 'sh', kilobytes, command.program, ...command.arguments], {
    cwd: taskRoot,
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
}
