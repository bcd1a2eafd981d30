import { argv, stdout } from 'node:process'
import { openSqliteStore } from './open-sqlite-store.ts'

/**
 * For tests of what only another process can show: opens the data directory named on the command line, says `open` or
 * why it cannot, and holds it until it is killed.
 */
try {
  await openSqliteStore(argv[2] ?? '')
  stdout.write('open\n')
  setInterval(() => undefined, 60_000)
} catch (error) {
  stdout.write(`${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n`)
}
