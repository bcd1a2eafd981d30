#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// Compiled code of the last start: a third of the time to the first answer. In the user's own directory, not in the
// shared one for temporary files, where others could plant code. NODE_COMPILE_CACHE and NODE_DISABLE_COMPILE_CACHE hold.
const { XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env
const caches = XDG_CACHE_HOME || LOCALAPPDATA || (HOME && join(HOME, '.cache'))
if (caches) enableCompileCache(join(caches, 'postern'))

// Only what is imported after that call is cached; and `--help` need not load the server.
const { runCommand } = await import('./command/run-command.ts')
process.exit(
  await runCommand({
    words: process.argv.slice(2),
    environment: process.env,
    startServer: async (settings) => (await import('./server.ts')).startServer(settings),
  }),
)
