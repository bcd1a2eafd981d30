import { SelectionBody, type SelectionResponse, type SelectionSources } from '../../expression/evaluate-selection.ts'
import { valuesOf } from '../../transport/http-message.ts'
import { decodedQuery, headerText } from '../event-text.ts'
import { eventContext } from './event-context.ts'
import type { EventJournal } from './event-journal.ts'
import type { WebSocketEvent } from './websocket-event.ts'

/** What expressions and mappings see of one event. */
export class EventSources implements SelectionSources {
  readonly body: SelectionBody | undefined
  readonly stageVariables: Readonly<Record<string, string>>
  readonly #event: WebSocketEvent
  #context: Map<string, unknown> | undefined

  constructor(event: WebSocketEvent, stageVariables: Readonly<Record<string, string>>) {
    this.#event = event
    this.stageVariables = stageVariables
    this.body = event.parsed ?? (event.body === undefined ? undefined : new SelectionBody(event.body))
  }

  readonly context = (): Map<string, unknown> => {
    this.#context ??= eventContext(this.#event)
    return this.#context
  }

  get journal(): EventJournal | undefined {
    return this.#event.journal
  }

  header(name: string): string | undefined {
    return this.headers(name)[0]
  }

  querystring(name: string): string | undefined {
    return this.querystrings(name)[0]
  }

  /** Of the handshake; messages have none. */
  headers(name: string): readonly string[] {
    if (this.#event.type !== 'CONNECT') return []
    return valuesOf(this.#event.connection.headers, name.toLowerCase()).map(headerText)
  }

  querystrings(name: string): readonly string[] {
    const { query } = this.#event.connection
    if (this.#event.type !== 'CONNECT' || query === '') return []
    const values: string[] = []
    for (const pair of query.split('&')) {
      const equals = pair.indexOf('=')
      const key = decodedQuery(equals < 0 ? pair : pair.slice(0, equals))
      if (key === name) values.push(equals < 0 ? '' : decodedQuery(pair.slice(equals + 1)))
    }
    return values
  }

  /** The same with a backend's answer. */
  withResponse(response: SelectionResponse): SelectionSources {
    const { body, context, stageVariables } = this
    return {
      body,
      context,
      stageVariables,
      response,
      header: (name) => this.header(name),
      querystring: (name) => this.querystring(name),
    }
  }
}
