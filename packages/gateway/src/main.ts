#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { homedir } from 'node:os'
import { join } from 'node:path'

// Compiled code of the last start: a third of the time to the first answer. In the user's own directory, not in the
// shared one for temporary files, where others could plant code. NODE_COMPILE_CACHE and NODE_DISABLE_COMPILE_CACHE hold.
enableCompileCache(join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'postern'))

// Only what is imported after that call is cached; and `--help` need not load the server.
const { runCommand } = await import('./command/run-command.ts')
process.exit(
  await runCommand({
    words: process.argv.slice(2),
    environment: process.env,
    startServer: async (settings) => (await import('./server.ts')).startServer(settings),
  }),
)
