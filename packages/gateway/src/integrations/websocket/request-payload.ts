import { GatewayFault } from '../../data-plane/gateway-fault.ts'
import { compileSelection, type Selection } from '../../expression/evaluate-selection.ts'
import type { IntegrationDocument } from '../../store/documents.ts'
import { multiValueQuery } from '../event-query.ts'
import { headerText } from '../event-text.ts'
import { type ContentHandling, convertRequest, type Payload, textOf } from './content-handling.ts'
import type { EventSources } from './event-sources.ts'
import { MappingTemplates } from './mapping-template.ts'
import type { WebSocketEvent } from './websocket-event.ts'

/** What a backend gets of an event. `isTemplate`: a template made it. */
export interface RequestPayload {
  readonly payload: Payload
  readonly isTemplate: boolean
}

/** Makes the backend's payload: content handling, choice of a template, passthrough (spec/websocket-api.md section 5). */
export class RequestPayloads {
  readonly #templates: MappingTemplates
  readonly #expression: string | undefined
  readonly #selection: Selection | undefined
  readonly #handling: ContentHandling
  readonly #passthrough: IntegrationDocument['PassthroughBehavior']

  /** Throws DefinitionError. */
  constructor(document: IntegrationDocument) {
    this.#templates = new MappingTemplates(document.RequestTemplates)
    const expression = document.TemplateSelectionExpression
    this.#expression = expression
    this.#selection = expression === undefined ? undefined : compileSelection(expression)
    this.#handling = document.ContentHandlingStrategy
    this.#passthrough = document.PassthroughBehavior
  }

  make(event: WebSocketEvent, sources: EventSources): RequestPayload | GatewayFault {
    const payload = convertRequest(event.body ?? '', this.#handling)
    if (payload === undefined) return GatewayFault.of('websocket-internal', 'the message is no Base64')
    const key = this.#keyOf(event, sources)
    const template = this.#templates.find(key)
    event.journal?.trace?.note('request template', this.#explain(key, event.type))
    if (template === undefined) return this.#passThrough(payload)
    const body = textOf(payload)
    if (body === undefined) return GatewayFault.of('websocket-internal', 'a template cannot read bytes')
    const text = template({
      body,
      parameters: parametersOf(event),
      context: sources.context(),
      stageVariables: sources.stageVariables,
    })
    if (typeof text === 'string') return { payload: text, isTemplate: true }
    return GatewayFault.of('websocket-internal', text.problem)
  }

  #explain(key: string, type: WebSocketEvent['type']) {
    const contentType = type === 'CONNECT' ? 'the content type' : 'a message without a selection expression'
    const { template, reason } = this.#templates.explain(key, this.#expression ?? contentType)
    const passthrough = template === undefined ? this.#passthrough : undefined
    return { template, reason, passthrough, contentHandling: this.#handling }
  }

  #keyOf(event: WebSocketEvent, sources: EventSources): string {
    if (this.#selection !== undefined) return this.#selection(sources)
    const type = event.type === 'CONNECT' ? sources.header('content-type') : undefined
    return type?.split(';')[0]?.trim() ?? 'application/json'
  }

  /** The table of section 5.2. */
  #passThrough(payload: Payload): RequestPayload | GatewayFault {
    const isRefused =
      this.#passthrough === 'NEVER' || (this.#passthrough === 'WHEN_NO_TEMPLATES' && !this.#templates.isEmpty)
    if (!isRefused) return { payload, isTemplate: false }
    return GatewayFault.of('websocket-unsupported-media', `no template, and passthrough is ${this.#passthrough}`)
  }
}

function parametersOf(event: WebSocketEvent) {
  if (event.type !== 'CONNECT') return {}
  const { headers, query } = event.connection
  const header: Record<string, string> = {}
  for (let i = 0; i < headers.length; i += 2) header[headers[i] as string] = headerText(headers[i + 1] as string)
  const querystring = JSON.parse(multiValueQuery(query)?.last ?? '{}') as Record<string, string>
  return { header, querystring }
}
