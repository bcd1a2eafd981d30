import { DefinitionError } from '../expression/definition-error.ts'
import { decodePathParameter } from '../expression/path-parameter.ts'
import type { UriToken } from '../expression/uri-template.ts'
import { parseUriTemplate } from '../expression/uri-template.ts'
import type { IntegrationBinding, IntegrationCall } from './integration.ts'

/** Text, or the index of a path parameter. */
type Part = string | number

/** Where an integration URI leads, for one stage and one route (spec/http-api.md section 5.2). */
export interface BoundUri {
  /** Scheme, host and port. */
  readonly origin: string
  /** For the `Host` header: the port is there where it is not the scheme's own. */
  readonly host: string
  /** Path and query of one call, ready for the wire. */
  readonly target: (call: IntegrationCall) => string
}

const SCHEME = /^https?:\/\//i

/**
 * Reads an integration URI. Throws DefinitionError where no stage could make it work: the scheme must be literal, and
 * no path parameter may stand in the authority, or the client would choose the host that the gateway calls.
 */
export function parseHttpUri(uri: string): readonly UriToken[] {
  const tokens = parseUriTemplate(uri)
  const first = tokens[0]
  if (first?.kind !== 'text' || !SCHEME.test(first.text)) {
    throw new DefinitionError('its URI does not begin with http:// or https://')
  }
  let text = first.text.replace(SCHEME, '')
  for (const token of tokens.slice(1)) {
    // A stage variable may hold the rest of the authority and more: what follows is looked at when a stage is bound.
    if (token.kind === 'variable' || AUTHORITY_END.test(text)) break
    if (token.kind === 'parameter') throw new DefinitionError(parameterInAuthority(token.name))
    text += token.text
  }
  return tokens
}

function parameterInAuthority(name: string): string {
  return `its URI has the path parameter {${name}} before its path`
}

/** Puts stage variables and the route's parameters into a parsed URI. Answers what is wrong as a text. */
export function bindHttpUri(tokens: readonly UriToken[], binding: IntegrationBinding): BoundUri | string {
  const parts: (string | { readonly name: string })[] = []
  for (const token of tokens) {
    if (token.kind === 'parameter') {
      parts.push(token)
      continue
    }
    const text = token.kind === 'text' ? token.text : stageVariable(binding, token.name)
    if (text === undefined) return `the stage variable ${token.kind === 'variable' ? token.name : ''} is not defined`
    const last = parts.at(-1)
    if (typeof last === 'string') parts[parts.length - 1] = last + text
    else parts.push(text)
  }
  const head = parts[0] as string
  const scheme = (SCHEME.exec(head) as RegExpExecArray)[0]
  const rest = head.slice(scheme.length)
  const end = rest.search(AUTHORITY_END)
  const next = parts[1]
  if (end === -1 && typeof next === 'object') return parameterInAuthority(next.name)
  const url = parseAuthority(scheme, end === -1 ? rest : rest.slice(0, end))
  if (url === undefined) return 'its URI has no usable host'
  const split = splitQuery([end === -1 ? '' : rest.slice(end), ...parts.slice(1)])
  const path = indexParts(split.path, binding)
  const query = indexParts(split.query, binding)
  if (typeof path === 'string') return path
  if (typeof query === 'string') return query
  return { origin: url.origin, host: url.host, target: targetOf(path, query, binding.isDefaultRoute) }
}

const AUTHORITY_END = /[/?#]/

function stageVariable({ stageVariables }: IntegrationBinding, name: string): string | undefined {
  return Object.hasOwn(stageVariables, name) ? stageVariables[name] : undefined
}

/** A name or an address. The URL parser takes more (`a,b=c`), none of which any name service knows. */
const HOST_NAME = /^(?:[\w.-]+|\[[\da-f:.]+\])$/

function parseAuthority(scheme: string, authority: string): URL | undefined {
  // What the URL parser would drop or read as another delimiter, and user names: an `@` would hide the real host.
  if (authority === '' || /[\s\\@]/.test(authority)) return undefined
  const url = URL.parse(`${scheme}${authority}/`)
  return url !== null && HOST_NAME.test(url.hostname) ? url : undefined
}

type NamedPart = string | { readonly name: string }

/** Splits at the first `?` and drops a fragment, which HTTP never sends. */
function splitQuery(parts: readonly NamedPart[]): { path: NamedPart[]; query: NamedPart[] } {
  const path: NamedPart[] = []
  const query: NamedPart[] = []
  let into = path
  for (const part of parts) {
    if (typeof part !== 'string') {
      into.push(part)
      continue
    }
    const fragment = part.indexOf('#')
    const text = fragment === -1 ? part : part.slice(0, fragment)
    const mark = into === path ? text.indexOf('?') : -1
    into.push(mark === -1 ? text : text.slice(0, mark))
    if (mark !== -1) {
      into = query
      query.push(text.slice(mark + 1))
    }
    if (fragment !== -1) break
  }
  return { path, query }
}

/** What may stand in a path or a query as it is (RFC 3986 3.3, 3.4), and `%` of escapes already there. */
const UNSAFE = /[^A-Za-z0-9\-._~!$&'()*+,;=:@/?%]/gu

/** Names to indexes, and unsafe literal characters escaped; or what is wrong. */
function indexParts(parts: readonly NamedPart[], { parameters }: IntegrationBinding): Part[] | string {
  const indexed: Part[] = []
  for (const part of parts) {
    if (typeof part === 'string') {
      if (part !== '') indexed.push(part.toWellFormed().replace(UNSAFE, encodeURIComponent))
      continue
    }
    const index = parameters.indexOf(part.name)
    if (index === -1) return `its URI names the path parameter {${part.name}}, which the route does not have`
    indexed.push(index)
  }
  return indexed
}

/**
 * Values keep their raw text in the path: it holds neither `/` (but for a greedy one), `?`, `#` nor line breaks, and
 * `%2F` stays `%2F`. In the query, where `&` and `=` have a meaning that they lack in a path, they are encoded anew.
 */
function targetOf(path: readonly Part[], query: readonly Part[], appendsPath: boolean): BoundUri['target'] {
  const write = appendsPath ? appendedPath(path) : ownPath(path)
  if (query.length === 0) return (call) => (call.query === '' ? write(call) : `${write(call)}?${call.query}`)
  return (call) => {
    let target = `${write(call)}?`
    for (const part of query) {
      target += typeof part === 'string' ? part : encodeURIComponent(decodePathParameter(call.values[part] as string))
    }
    return call.query === '' ? target : `${target}&${call.query}`
  }
}

function ownPath(path: readonly Part[]): BoundUri['target'] {
  const [only] = path
  if (path.length <= 1 && typeof only !== 'number') return () => only ?? '/'
  return (call) => {
    let text = ''
    for (const part of path) text += typeof part === 'string' ? part : (call.values[part] as string)
    return text
  }
}

/** A `$default` route has no parameters, so its URI's path is text. `http://b/base/` and `/x` make `/base/x`. */
function appendedPath(path: readonly Part[]): BoundUri['target'] {
  const base = path.join('').replace(/\/$/, '')
  return base === '' ? (call) => call.path : (call) => base + call.path
}
