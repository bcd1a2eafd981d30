import { suggestion } from '../configuration/nearest-name.ts'
import { ConfigurationError, readSettings } from '../configuration/read-settings.ts'
import type { Environment } from '../configuration/settings-environment.ts'
import { StoreUnusable } from '../store/store.ts'
import { ListenError } from '../transport/listener.ts'
import { type Arguments, readArguments } from './arguments.ts'
import { helpText } from './help.ts'
import { serve } from './serve.ts'
import type { StartServer } from './server-port.ts'
import { writeText } from './write-text.ts'

/** What a command works with. */
export interface CommandSurroundings {
  /** The words after the program's name. */
  readonly words: readonly string[]
  readonly environment: Environment
  readonly startServer: StartServer
}

interface Command {
  readonly summary: string
  readonly run: (args: Arguments, surroundings: CommandSurroundings) => Promise<void>
}

/** What `postern NAME` does. */
const commands = new Map<string, Command>([
  [
    'serve',
    {
      summary: 'Run the server in the foreground; what `postern` alone does, too',
      run: async ({ settings: flags, config }, { environment, startServer }) =>
        serve(await readSettings({ flags, file: config, environment }), startServer),
    },
  ],
])

const DEFAULT_COMMAND = 'serve'

/** Runs the command line. Answers the exit status: 0, or 1 with one line on standard error for each problem. */
export async function runCommand(surroundings: CommandSurroundings): Promise<number> {
  try {
    const args = readArguments(surroundings.words)
    if (args.help)
      await writeText(process.stdout, helpText([...commands].map(([name, { summary }]) => [name, summary])))
    else if (args.version) await writeText(process.stdout, `postern ${await version()}\n`)
    else await commandOf(args).run(args, surroundings)
    return 0
  } catch (error) {
    await writeText(
      process.stderr,
      linesOf(error)
        .map((line) => `postern: ${line}\n`)
        .join(''),
    )
    return 1
  }
}

function commandOf({ command: name = DEFAULT_COMMAND, operands, problems }: Arguments): Command {
  if (problems.length > 0) throw new ConfigurationError([...problems, 'see postern --help'])
  const command = commands.get(name)
  if (command === undefined) {
    throw new ConfigurationError([
      `unknown command ${name}${suggestion(name, [...commands.keys()])}`,
      'see postern --help',
    ])
  }
  if (operands.length > 0) throw new ConfigurationError([`unexpected ${operands.join(' ')}`, 'see postern --help'])
  return command
}

/** The surroundings are to blame for these, and their messages are for people. Of anything else, the stack helps. */
function linesOf(error: unknown): readonly string[] {
  if (error instanceof ConfigurationError) return error.problems
  if (error instanceof StoreUnusable || error instanceof ListenError) return [error.message]
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)]
}

async function version(): Promise<string> {
  const manifest = await import('../../package.json', { with: { type: 'json' } })
  return manifest.default.version
}
