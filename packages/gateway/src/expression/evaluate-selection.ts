import { parseSelectionExpression } from '@postern/expressions/selection-expression'
import { JsonPathError, jsonPath, parseJson, print, toJson, UnprintableJson, VelocityError } from '@postern/velocity'
import { DefinitionError } from './definition-error.ts'

/** What a selection expression may look at. Each part is asked for only by expressions that name it. */
export interface SelectionSources {
  /** The client's message, or undefined where there is none. */
  readonly body: SelectionBody | undefined
  /** Of the handshake; undefined where there is no such header or parameter. */
  header(name: string): string | undefined
  querystring(name: string): string | undefined
  /** The members of `$context`. */
  readonly context: () => ReadonlyMap<string, unknown>
  readonly stageVariables: Readonly<Record<string, string>>
  /** The backend's answer, where there is one already. */
  readonly response?: SelectionResponse
}

export interface SelectionResponse {
  readonly status: number
  readonly headers: (name: string) => readonly string[]
  readonly body: SelectionBody
}

/** A text that may be JSON, parsed when a path is first asked for. */
export class SelectionBody {
  readonly text: string
  #document: { readonly root: unknown } | 'none' | undefined

  constructor(text: string) {
    this.text = text
  }

  /** What a path finds; undefined where there is nothing, or the text is no JSON. */
  find(path: string): unknown {
    const document = this.document
    if (document === undefined) return undefined
    try {
      return jsonPath(path)(document.root)
    } catch (error) {
      if (error instanceof JsonPathError) return undefined
      throw error
    }
  }

  /** The text as JSON, or undefined where it is none. */
  get document(): { readonly root: unknown } | undefined {
    this.#document ??= parse(this.text)
    return this.#document === 'none' ? undefined : this.#document
  }
}

function parse(text: string): { readonly root: unknown } | 'none' {
  try {
    return { root: parseJson(text) }
  } catch {
    return 'none'
  }
}

export type Selection = (sources: SelectionSources) => string

/**
 * Compiles a selection expression (spec/websocket-api.md section 3). One pass: what is filled in is not looked at again.
 * Throws DefinitionError.
 */
export function compileSelection(source: string): Selection {
  const parts = parseSelectionExpression(source)
  if (parts === undefined) throw new DefinitionError(`${JSON.stringify(source)} is no selection expression`)
  const texts = parts.map((part) => (part.kind === 'literal' ? () => part.text : compileVariable(part.name)))
  const [only] = texts
  if (only !== undefined && texts.length === 1) return only
  return (sources) => texts.map((text) => text(sources)).join('')
}

function compileVariable(name: string): Selection {
  if (name === 'request.body') return ({ body }) => body?.text ?? ''
  const body = after(name, 'request.body')
  if (body !== undefined) return (sources) => textOf(sources.body?.find(`$${body}`))
  const header = after(name, 'request.header.')
  if (header !== undefined) return (sources) => sources.header(header) ?? ''
  const query = after(name, 'request.querystring.')
  if (query !== undefined) return (sources) => sources.querystring(query) ?? ''
  const variable = after(name, 'stageVariables.')
  if (variable !== undefined) {
    return ({ stageVariables }) => (Object.hasOwn(stageVariables, variable) ? (stageVariables[variable] ?? '') : '')
  }
  const context = after(name, 'context.')
  if (context !== undefined) return (sources) => textOf(memberOf(sources.context(), context.split('.')))
  return compileResponseVariable(name)
}

function compileResponseVariable(name: string): Selection {
  if (name === 'integration.response.statuscode') return ({ response }) => `${response?.status ?? ''}`
  const header = after(name, 'integration.response.header.')
  if (header !== undefined) return ({ response }) => response?.headers(header)[0] ?? ''
  const headers = after(name, 'integration.response.multivalueheader.')
  if (headers !== undefined) return ({ response }) => response?.headers(headers).join(',') ?? ''
  if (name === 'integration.response.body') return ({ response }) => response?.body.text ?? ''
  const body = after(name, 'integration.response.body')
  if (body !== undefined) return ({ response }) => textOf(response?.body.find(`$${body}`))
  // `$request.basepath` belongs to custom domains, which have a selection of their own.
  return () => ''
}

function after(name: string, prefix: string): string | undefined {
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined
}

function memberOf(map: unknown, names: readonly string[]): unknown {
  let value = map
  for (const name of names) value = value instanceof Map ? value.get(name) : undefined
  return value
}

/** A string as it is, numbers and booleans as JSON has them, lists as `[a, b]`; nothing and null are empty. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === undefined || value === null) return ''
  try {
    return Array.isArray(value) ? print(value) : toJson(value)
  } catch (error) {
    // Nested too deeply, or too long: clients choose what is in their messages.
    if (error instanceof UnprintableJson || error instanceof VelocityError) return ''
    throw error
  }
}
