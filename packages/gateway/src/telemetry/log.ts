import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Logger } from 'pino'
import { errorFields } from './error-fields.ts'
import { humanLine } from './human-line.ts'

/** From the worst to the least. `silent` logs nothing. */
const LEVELS = ['silent', 'error', 'warn', 'info', 'debug', 'trace'] as const
export type LogLevel = (typeof LEVELS)[number]

/** One entry of the log. */
export interface LogEntry {
  readonly level: Exclude<LogLevel, 'silent'>
  /** A constant text, such as `Calls of a stage fail`; what varies goes into fields. */
  readonly text: string
  readonly fields?: Readonly<Record<string, string | number | boolean | undefined>>
  /** What was thrown. */
  readonly error?: unknown
}

export interface LogOptions {
  readonly level: LogLevel
  /** Lines for people instead of JSON lines. */
  readonly human: boolean
  /** Where the lines go; standard error unless given. */
  readonly destination?: { write(line: string): void }
}

/** What the log holds back while standard error is not read; beyond it, lines are dropped rather than memory filled. */
const MOST_PENDING_BYTES = 1_048_576

/** Fields that must never be logged, wherever they stand: a second net, as no caller gives them. */
const SECRETS = ['authorization', 'cookie', 'credentials', 'password', 'secretAccessKey', 'sessionToken', 'token']

/**
 * The server's log, on standard error. Hot code never calls it: it publishes on a diagnostics channel, which costs one
 * property read while nobody listens, and the log follows the channels that its level lets through.
 */
export class Log {
  readonly #options: LogOptions
  readonly #rank: number
  readonly #unfollow: (() => void)[] = []
  /** pino takes a tenth of what starting takes, so it is loaded for the first line. */
  #loading: Promise<void> | undefined
  #logger: Logger | undefined
  #waiting: LogEntry[] = []

  constructor(options: LogOptions) {
    this.#options = options
    this.#rank = LEVELS.indexOf(options.level)
  }

  write(entry: LogEntry): void {
    if (!this.#allows(entry.level)) return
    if (this.#logger !== undefined) return put(this.#logger, entry)
    this.#waiting.push(entry)
    this.#loading ??= this.#load()
  }

  /**
   * Logs what is published on a channel: what `describe` makes of each message. `worst` is the worst level that it can
   * answer; a log that shows less does not subscribe at all.
   */
  follow<Message>(name: string, worst: LogEntry['level'], describe: (message: Message) => LogEntry): void {
    if (!this.#allows(worst)) return
    const listener = (message: unknown) => this.write(describe(message as Message))
    subscribe(name, listener)
    this.#unfollow.push(() => unsubscribe(name, listener))
  }

  /** Ends the subscriptions. Lines still under way are written when the process ends. */
  async close(): Promise<void> {
    for (const end of this.#unfollow.splice(0)) end()
    await this.#loading
  }

  #allows(level: LogEntry['level']): boolean {
    return LEVELS.indexOf(level) <= this.#rank
  }

  async #load(): Promise<void> {
    const { pino, destination: open } = (await import('pino')).default
    const { level, human, destination } = this.#options
    // Never blocks the server on a slow reader; pino writes the rest when the process exits.
    const raw = destination ?? open({ dest: 2, sync: false, maxLength: MOST_PENDING_BYTES })
    const stream = human ? { write: (line: string) => raw.write(humanLine(line)) } : raw
    const options = {
      level,
      redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`]), censor: '[redacted]' },
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label: string) => ({ level: label }) },
      messageKey: 'message',
    }
    this.#logger = pino(options, stream as Parameters<typeof pino>[1] & object)
    for (const entry of this.#waiting.splice(0)) put(this.#logger, entry)
  }
}

function put(logger: Logger, { level, text, fields, error }: LogEntry): void {
  logger[level](error === undefined ? { ...fields } : { ...fields, error: errorFields(error) }, text)
}
