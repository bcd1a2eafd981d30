import { AuthorityUnusable } from '../certificates/authority-unusable.ts'
import { suggestion } from '../configuration/nearest-name.ts'
import { ConfigurationError, readSettings } from '../configuration/read-settings.ts'
import type { Environment } from '../configuration/settings-environment.ts'
import { StoreUnusable } from '../store/store.ts'
import { ListenError } from '../transport/listener.ts'
import { type Arguments, readArguments } from './arguments.ts'
import { helpText } from './help.ts'
import { serve } from './serve.ts'
import type { StartServer } from './server-port.ts'
import { TemplateUnusable } from './template-unusable.ts'
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

/** A command with flags of its own in place of the settings: it gets the words behind its name, which comes first. */
interface OwnFlagsCommand {
  readonly summary: string
  readonly runWords: (words: readonly string[], environment: Environment) => Promise<void>
}

/** What `postern NAME` does. */
const commands = new Map<string, Command | OwnFlagsCommand>([
  [
    'serve',
    {
      summary: 'Run the server in the foreground; what `postern` alone does, too',
      run: async ({ settings: flags, config }, { environment, startServer }) =>
        serve(await readSettings({ flags, file: config, environment }), startServer),
    },
  ],
  [
    'ca',
    {
      summary: "Print the local authority's certificate, which TLS clients must trust",
      run: async ({ settings: flags, config }, { environment }) => {
        const { printAuthority } = await import('./ca.ts')
        await printAuthority(await readSettings({ flags, file: config, environment }))
      },
    },
  ],
  [
    'render',
    {
      summary: 'Render a mapping template for a message in a file; `postern render --help` shows its flags',
      // Loaded when it is asked for: the server starts without it.
      runWords: async (words) => (await import('./render.ts')).render(words),
    },
  ],
  [
    'trace',
    {
      summary: "Show what becomes of a WebSocket API's messages, step by step; `postern trace --help` shows its flags",
      runWords: async (words, environment) => (await import('./trace.ts')).trace(words, environment),
    },
  ],
])

const DEFAULT_COMMAND = 'serve'

/**
 * Runs the command line. Answers the exit status: 0, or 1 with a line on standard error for each problem, which a template's
 * own line follows where the problem is in there.
 */
export async function runCommand(surroundings: CommandSurroundings): Promise<number> {
  try {
    await run(surroundings)
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

async function run(surroundings: CommandSurroundings): Promise<void> {
  const { words } = surroundings
  const [first = ''] = words
  const named = commands.get(first)
  if (named !== undefined && 'runWords' in named) return named.runWords(words.slice(1), surroundings.environment)
  const args = readArguments(words)
  if (args.help) return writeText(process.stdout, helpText([...commands].map(([name, { summary }]) => [name, summary])))
  if (args.version) return writeText(process.stdout, `postern ${await version()}\n`)
  return commandOf(args).run(args, surroundings)
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
  if ('runWords' in command) {
    throw new ConfigurationError([`${name} takes no settings, and comes first`, `see postern ${name} --help`])
  }
  if (operands.length > 0) throw new ConfigurationError([`unexpected ${operands.join(' ')}`, 'see postern --help'])
  return command
}

/** The surroundings are to blame for these, and their messages are for people. Of anything else, the stack helps. */
function linesOf(error: unknown): readonly string[] {
  if (error instanceof ConfigurationError || error instanceof TemplateUnusable) return error.problems
  const isOfSurroundings =
    error instanceof StoreUnusable || error instanceof ListenError || error instanceof AuthorityUnusable
  if (isOfSurroundings) return [error.message]
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)]
}

async function version(): Promise<string> {
  const manifest = await import('../../package.json', { with: { type: 'json' } })
  return manifest.default.version
}
