import { randomUUID } from 'node:crypto'
import { channel } from 'node:diagnostics_channel'
import type { Invocation, RunnableFunction } from '../function-runtime.ts'
import { LineSplitter } from './line-splitter.ts'
import { LogAllowance } from './log-allowance.ts'
import { LogTail } from './log-tail.ts'

/**
 * Published on `postern:function:log` for each line that a function prints, and on `postern:function:platform` for the
 * lines that Lambda adds: INIT_START, START, END, REPORT. Two channels, because lines that nobody wants are not made.
 */
export interface FunctionLogLine {
  readonly functionName: string
  readonly version: string
  /** As Lambda names it: `2026/01/31/[$LATEST]…`; one for each process. */
  readonly logStream: string
  /** Of the invocation that ran; undefined while there is none. */
  readonly requestId: string | undefined
  readonly line: string
}

/** What REPORT says of an invocation. */
export interface InvocationReport {
  readonly durationMs: number
  /** Of the invocation for which the process was started. */
  readonly initMs: number | undefined
  /** Bytes */
  readonly mostMemory: number
  /** `timeout`, or an error type; undefined where all went well. */
  readonly failure: string | undefined
  /** Why, where the platform and not the function says so. */
  readonly reason?: string | undefined
}

const lines = channel('postern:function:log')
const platformLines = channel('postern:function:platform')

/** The log of one process: what it prints, and what the platform says of it. */
export class WorkerLog {
  readonly logStream: string
  readonly #target: RunnableFunction
  readonly #splitter = new LineSplitter((line, bytes) => this.#printed(line, bytes))
  readonly #allowance = new LogAllowance()
  /** Of the present invocation, if it is wanted. */
  #tail: LogTail | undefined
  /** Of the initialization: the first invocation's, if that one's is wanted. */
  #initTail: LogTail | undefined = new LogTail()
  #requestId: string | undefined

  constructor(target: RunnableFunction, now = new Date()) {
    this.#target = target
    const day = now.toISOString().slice(0, 10).replaceAll('-', '/')
    this.logStream = `${day}/[${target.version}]${randomUUID().replaceAll('-', '')}`
  }

  /** Whether someone wants the lines of the present invocation: they must then be complete before it ends. */
  get isWanted(): boolean {
    return this.#tail !== undefined || lines.hasSubscribers || platformLines.hasSubscribers
  }

  initStart(runBy: string): void {
    if (platformLines.hasSubscribers) this.#platform(`INIT_START Runtime Version: ${this.#target.runtime} (${runBy})`)
  }

  begin({ requestId, wantsLogTail }: Invocation): void {
    this.#requestId = requestId
    this.#tail = wantsLogTail === true ? (this.#initTail ?? new LogTail()) : undefined
    this.#initTail = undefined
    if (this.#isTold) this.#platform(`START RequestId: ${requestId} Version: ${this.#target.version}`)
  }

  /** What the process printed. */
  write(chunk: Uint8Array): void {
    const tail = this.#tail ?? this.#initTail
    tail?.write(chunk)
    if (lines.hasSubscribers) this.#splitter.write(chunk)
  }

  /** Ends the invocation, and answers its tail if it is wanted. */
  end(report: InvocationReport): string | undefined {
    this.#endLines()
    if (this.#isTold) {
      if (report.failure === 'timeout') {
        const seconds = this.#target.timeout.toFixed(2)
        this.#platform(`${new Date().toISOString()} ${this.#requestId} Task timed out after ${seconds} seconds\n`)
      } else if (report.reason !== undefined) {
        this.#platform(`RequestId: ${this.#requestId} Error: ${report.reason}`)
      }
      this.#platform(`END RequestId: ${this.#requestId}`)
      this.#platform(this.#report(report))
    }
    const tail = this.#tail?.base64()
    this.#tail = undefined
    this.#requestId = undefined
    return tail
  }

  /** The process has ended, or prints outside an invocation. */
  close(): void {
    this.#endLines()
  }

  get #isTold(): boolean {
    return this.#tail !== undefined || platformLines.hasSubscribers
  }

  #endLines(): void {
    if (!lines.hasSubscribers) return
    this.#splitter.flush()
    const lost = this.#allowance.lost()
    if (lost !== undefined) lines.publish(this.#message(lost))
  }

  #printed(line: string, bytes: number): void {
    if (this.#allowance.take(bytes, performance.now())) {
      const lost = this.#allowance.lost()
      if (lost !== undefined) lines.publish(this.#message(lost))
      lines.publish(this.#message(line))
    }
  }

  #platform(line: string): void {
    this.#tail?.write(Buffer.from(`${line}\n`))
    if (platformLines.hasSubscribers) platformLines.publish(this.#message(line.trimEnd()))
  }

  #message(line: string): FunctionLogLine {
    const { functionName, version } = this.#target
    return { functionName, version, logStream: this.logStream, requestId: this.#requestId, line }
  }

  /** Initialization is billed since August 2025. */
  #report({ durationMs, initMs, mostMemory, failure }: InvocationReport): string {
    const parts = [
      `REPORT RequestId: ${this.#requestId}`,
      `Duration: ${durationMs.toFixed(2)} ms`,
      `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms`,
      `Memory Size: ${this.#target.memorySize} MB`,
      `Max Memory Used: ${Math.ceil(mostMemory / 1_048_576)} MB`,
    ]
    if (initMs !== undefined) parts.push(`Init Duration: ${initMs.toFixed(2)} ms`)
    if (failure === 'timeout') parts.push('Status: timeout')
    else if (failure !== undefined) parts.push('Status: error', `Error Type: ${failure}`)
    return `${parts.join('\t')}\t`
  }
}
