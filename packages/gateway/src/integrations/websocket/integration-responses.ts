import { compilePattern, RegexBudgetError } from '@postern/velocity'
import { GatewayFault } from '../../data-plane/gateway-fault.ts'
import { DefinitionError } from '../../expression/definition-error.ts'
import {
  compileSelection,
  type Selection,
  SelectionBody,
  type SelectionResponse,
  type SelectionSources,
} from '../../expression/evaluate-selection.ts'
import type { IntegrationResponseDocument } from '../../store/documents.ts'
import { type ContentHandling, convertResponse, type Payload, textOf } from './content-handling.ts'
import type { EventSources } from './event-sources.ts'
import { compileResponseValue, type MappedValue } from './mapped-value.ts'
import { MappingTemplates } from './mapping-template.ts'
import type { WebSocketResult } from './websocket-integration.ts'

/** A backend's answer, before an integration response makes something of it. */
export interface BackendAnswer {
  readonly status: number
  readonly headers: (name: string) => readonly string[]
  readonly bytes: Uint8Array
  /** What the keys of integration responses are matched with: a status, or a function's error message. */
  readonly selected: string
}

interface IntegrationResponse {
  readonly key: string
  readonly matches: (selected: string) => boolean
  readonly templates: MappingTemplates
  readonly expression: string | undefined
  readonly selection: Selection | undefined
  readonly handling: ContentHandling
  /** Of `Sec-WebSocket-Protocol`: the one header that a client can see (spec/websocket-api.md section 7.3). */
  readonly protocol: MappedValue<SelectionSources> | undefined
}

const PROTOCOL = /^(?:method|route)\.response\.header\.sec-websocket-protocol$/i

/** The integration responses of an integration that is no proxy (spec/websocket-api.md section 7). */
export class IntegrationResponses {
  readonly #responses: readonly IntegrationResponse[]
  readonly #ownHandling: ContentHandling

  /** `ownHandling`: the integration's, for where there is no response. Throws DefinitionError. */
  constructor(documents: readonly IntegrationResponseDocument[], ownHandling: ContentHandling) {
    this.#responses = documents.map(compileResponse)
    this.#ownHandling = ownHandling
  }

  get isEmpty(): boolean {
    return this.#responses.length === 0
  }

  /** What the client gets of a backend's answer; where the route does not answer, whether it gets an error. */
  map(answer: BackendAnswer, sources: EventSources, isTwoWay: boolean): WebSocketResult {
    const { status } = answer
    const trace = sources.journal?.trace
    if (this.isEmpty) {
      trace?.note('integration response', { reason: 'the integration has none: the answer goes on as it is' })
      return this.#convert(answer, this.#ownHandling, (payload) => ({ status, body: isTwoWay ? payload : undefined }))
    }
    const response = this.#select(answer.selected)
    trace?.note('integration response', {
      key: response?.key,
      matched: answer.selected,
      contentHandling: response?.handling,
      reason: reasonOf(response, answer.selected),
    })
    if (response === undefined) {
      const reason = `no integration response matches ${JSON.stringify(answer.selected)}, and there is none for $default`
      return GatewayFault.of('websocket-internal', reason)
    }
    return this.#convert(answer, response.handling, (payload) => render(response, payload, answer, sources, isTwoWay))
  }

  #convert(
    answer: BackendAnswer,
    handling: ContentHandling,
    next: (payload: Payload) => WebSocketResult,
  ): WebSocketResult {
    const payload = convertResponse(answer.bytes, handling)
    return payload === undefined ? GatewayFault.of('websocket-internal', 'the answer is no Base64') : next(payload)
  }

  /** Patterns first, then texts, then `$default`. */
  #select(selected: string): IntegrationResponse | undefined {
    return (
      this.#responses.find(({ key, matches }) => key !== '$default' && matches(selected)) ??
      this.#responses.find(({ key }) => key === '$default')
    )
  }
}

function reasonOf(response: IntegrationResponse | undefined, selected: string): string {
  if (response === undefined) return `no key matches ${JSON.stringify(selected)}, and there is none for $default`
  if (response.key !== '$default') return `its key matches ${JSON.stringify(selected)}`
  return `no other key matches ${JSON.stringify(selected)}`
}

function compileResponse(document: IntegrationResponseDocument): IntegrationResponse {
  const key = document.IntegrationResponseKey ?? '$default'
  const expression = document.TemplateSelectionExpression
  const protocol = Object.entries(document.ResponseParameters ?? {}).find(([name]) => PROTOCOL.test(name))
  return {
    key,
    matches: matcherOf(key),
    templates: new MappingTemplates(document.ResponseTemplates),
    expression,
    selection: expression === undefined ? undefined : compileSelection(expression),
    handling: document.ContentHandlingStrategy,
    protocol: protocol === undefined ? undefined : compileResponseValue(protocol[1]),
  }
}

function matcherOf(key: string): (selected: string) => boolean {
  if (key.length < 2 || !key.startsWith('/') || !key.endsWith('/')) return (selected) => selected === key
  const source = key.slice(1, -1)
  try {
    const pattern = compilePattern(source)
    return (selected) => {
      try {
        return pattern.matches(selected)
      } catch (error) {
        if (error instanceof RegexBudgetError) return false
        throw error
      }
    }
  } catch {
    throw new DefinitionError(`the integration response key ${JSON.stringify(key)} is no regular expression`)
  }
}

function render(
  response: IntegrationResponse,
  payload: Payload,
  answer: BackendAnswer,
  sources: EventSources,
  isTwoWay: boolean,
): WebSocketResult {
  const { status } = answer
  const text = textOf(payload)
  const seen: SelectionResponse = { status, headers: answer.headers, body: new SelectionBody(text ?? '') }
  const withResponse = sources.withResponse(seen)
  const protocol = response.protocol?.(withResponse)[0]
  if (!isTwoWay) return { status, body: undefined, protocol }
  const key = response.selection?.(withResponse) ?? 'application/json'
  const template = response.templates.find(key)
  const from = response.expression ?? 'an answer without a selection expression'
  sources.journal?.trace?.note('response template', response.templates.explain(key, from))
  if (template === undefined) return { status, body: payload, protocol }
  if (text === undefined) return GatewayFault.of('websocket-internal', 'a template cannot read bytes')
  const { stageVariables } = sources
  const context = sources.context()
  context.set('status', status)
  const rendered = template({ body: text, context, stageVariables })
  if (typeof rendered !== 'string') return GatewayFault.of('websocket-internal', rendered.problem)
  return { status, body: rendered, protocol }
}
