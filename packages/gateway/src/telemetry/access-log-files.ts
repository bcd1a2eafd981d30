import { channel } from 'node:diagnostics_channel'
import { close, createWriteStream, open, type WriteStream, write, writev } from 'node:fs'
import { dirname, join } from 'node:path'
import { finished } from 'node:stream/promises'
import { makeDirectory } from '../files/make-directory.ts'

/** Told on `postern:access-log:failure`: lines that could not be written. */
export interface AccessLogFailure {
  readonly file: string
  readonly error: Error
}

const failures = channel('postern:access-log:failure')

/** Files that are open at a time. */
const MOST_OPEN = 64
/** Bytes that may wait for a slow disk; beyond them, lines are lost rather than memory filled. */
const MOST_WAITING = 4_194_304

interface OpenFile {
  readonly stream: WriteStream
  /** Told once, until lines are taken again. */
  isLosing: boolean
}

/** Access logs in files: one for each log group, below a directory, appended to. */
export class AccessLogFiles {
  readonly #directory: string
  /** In the order of their last use. */
  readonly #open = new Map<string, OpenFile>()
  /** Those that are closed, by path, until their lines are with the operating system. */
  readonly #ending = new Map<string, Promise<void>>()

  constructor(directory: string) {
    this.#directory = directory
  }

  /** Never throws. `destinationArn`: of the log group. */
  write(destinationArn: string, line: string): void {
    const path = pathOf(destinationArn)
    const file = this.#open.get(path) ?? this.#openFile(path)
    if (file === undefined) return
    this.#open.delete(path)
    this.#open.set(path, file)
    if (file.stream.writableLength > MOST_WAITING) {
      if (!file.isLosing) this.#fail(path, new Error('the disk does not keep up'))
      file.isLosing = true
      return
    }
    file.isLosing = false
    file.stream.write(`${line}\n`)
  }

  /** Resolves when all that was written is with the operating system. */
  async close(): Promise<void> {
    for (const path of this.#open.keys()) this.#end(path)
    await Promise.all(this.#ending.values())
  }

  #openFile(path: string): OpenFile | undefined {
    const file = join(this.#directory, path)
    try {
      makeDirectory(dirname(file), 0o777)
    } catch (error) {
      this.#fail(path, error as Error)
      return undefined
    }
    const [oldest] = this.#open.keys()
    if (oldest !== undefined && this.#open.size === MOST_OPEN) this.#end(oldest)
    const stream = createWriteStream(file, { flags: 'a', fs: openingAfter(this.#ending.get(path)) })
    const opened = { stream, isLosing: false }
    stream.on('error', (error) => {
      if (this.#open.get(path) === opened) this.#open.delete(path)
      this.#fail(path, error)
    })
    return opened
  }

  #end(path: string): void {
    const stream = this.#open.get(path)?.stream
    this.#open.delete(path)
    if (stream === undefined) return
    stream.end()
    // What goes wrong is told by its `error` event.
    const ended = finished(stream).catch(() => undefined)
    this.#ending.set(path, ended)
    void ended.finally(() => {
      if (this.#ending.get(path) === ended) this.#ending.delete(path)
    })
  }

  #fail(path: string, error: Error): void {
    failures.publish({ file: join(this.#directory, path), error } satisfies AccessLogFailure)
  }
}

/** A file that is opened once more while its last lines are still on their way waits for them: lines keep their order. */
function openingAfter(ended: Promise<void> | undefined) {
  const openLater: typeof open = ((...args: Parameters<typeof open>) =>
    void (ended ?? Promise.resolve()).then(() => open(...args))) as typeof open
  return { open: ended === undefined ? open : openLater, write, writev, close }
}

/**
 * The file of a log group, `aws/apigateway/chat.log` for `/aws/apigateway/chat`; of anything else, its ARN's last part.
 * Log groups are named by whoever may call the control plane: no segment leads out of the directory.
 */
function pathOf(destinationArn: string): string {
  const group = /:log-group:(.*?)(?::\*)?$/.exec(destinationArn)?.[1] ?? destinationArn.split(':').at(-1) ?? ''
  const segments = group.split('/').filter((segment) => segment !== '')
  const safe = segments.map((segment) =>
    /^\.+$/.test(segment) ? '_' : segment.replace(/[^\w.#-]/g, '_').slice(0, 200),
  )
  return `${safe.length === 0 ? '_' : join(...safe)}.log`
}
