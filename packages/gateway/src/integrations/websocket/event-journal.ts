import type { EventTrace } from './event-trace.ts'

/** What is known of the call of a backend. */
interface IntegrationNote {
  /** Whole milliseconds. */
  readonly latency: number
  /** Of the service that was called: Lambda's own, or the backend's. */
  readonly integrationStatus?: number | undefined
  /** Of the function's answer, or the backend's. */
  readonly status?: number | undefined
  readonly requestId?: string | undefined
  readonly error?: string | undefined
}

/** What is known of the call of an authorizer's function, or of the check of a signature. */
interface AuthorizerNote {
  readonly kind: 'function' | 'signature'
  /** Whole milliseconds. */
  readonly latency: number
  /** What it comes to for the client. */
  readonly status: number
  readonly error: string | undefined
}

/**
 * What is written down of an event while it takes its steps: for the stage's access log, and for those who trace its API.
 * Only events that somebody asks for have one.
 */
export class EventJournal {
  readonly trace: EventTrace | undefined
  integration: IntegrationNote | undefined
  authorizer: AuthorizerNote | undefined

  constructor(trace: EventTrace | undefined) {
    this.trace = trace
  }
}
