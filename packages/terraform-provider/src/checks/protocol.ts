import { AccountNotAllowed, type GatewayClient, isNotFound } from '../aws/gateway-client.ts'
import type { Unknown } from '../conversion/value.ts'
import { type Diagnostic, ResourceError } from '../framework/diagnostics.ts'
import { isMissing, problem } from './problem.ts'

export type Protocol = 'HTTP' | 'WEBSOCKET'

/** `isKnown`: false where the provider's own block has values that are known while applying only. */
export type ProtocolAsked = Pick<GatewayClient, 'protocolOf'> & { readonly isKnown?: boolean }

/** One word of it per process is enough. */
const told = new WeakSet<ProtocolAsked>()

/**
 * What is wrong because of the protocol of an API. One that is only planned has no id yet: nothing is asked, and
 * Terraform plans once more when it is there. One that does not exist is an error, since nothing can be made in it. Where
 * the API cannot be asked, the plan goes on without these checks, as hashicorp/aws's would, and says so once.
 */
export async function checkByProtocol(
  apiId: string | Unknown | null,
  gateway: ProtocolAsked,
  check: (protocol: Protocol) => Iterable<Diagnostic>,
): Promise<Diagnostic[]> {
  if (typeof apiId !== 'string' || apiId === '' || gateway.isKnown === false) return []
  let protocol: string | undefined
  try {
    protocol = await gateway.protocolOf(apiId)
  } catch (error) {
    if (isNotFound(error)) {
      const detail = `There is no API ${apiId} in this region. Allowed: the id of an API that exists, or a reference to its resource.`
      return [problem('Invalid api_id', detail, ['api_id'])]
    }
    if (error instanceof AccountNotAllowed) throw error
    if (told.has(gateway)) return []
    told.add(gateway)
    return [{ severity: 'warning', summary: 'Not checked against the API', detail: reasonOf(error) }]
  }
  return protocol === 'HTTP' || protocol === 'WEBSOCKET' ? [...check(protocol)] : []
}

function reasonOf(error: unknown): string {
  const reason = error instanceof ResourceError ? error.summary : error instanceof Error ? error.name : 'unknown'
  const message = error instanceof Error ? `: ${error.message}` : ''
  return `What depends on whether an API is an HTTP or a WebSocket API is not checked in this plan, as GetApi failed. ${reason}${message}`
}

/** The check of resources that HTTP APIs do not have at all. */
export function onlyOnWebSocket(what: string): (protocol: Protocol) => readonly Diagnostic[] {
  return (protocol) => {
    if (protocol === 'WEBSOCKET') return []
    return [problem('Invalid api_id', `${what} are for WebSocket APIs only, and this is an HTTP API.`, ['api_id'])]
  }
}

const NAMES: Readonly<Record<Protocol, string>> = { HTTP: 'an HTTP API', WEBSOCKET: 'a WebSocket API' }

/** Attributes that only the other kind of API has. Empty maps and lists are as good as none. */
export function* checkUnsupported(config: object, names: readonly string[], protocol: Protocol): Generator<Diagnostic> {
  for (const name of names) {
    const value = (config as Readonly<Record<string, unknown>>)[name]
    if (isMissing(value) || isEmpty(value) || typeof value === 'symbol') continue
    const only = protocol === 'HTTP' ? 'WebSocket' : 'HTTP'
    yield problem(`Unsupported ${name}`, `${name} is for ${only} APIs only, and this is ${NAMES[protocol]}.`, [name])
  }
}

function isEmpty(value: unknown): boolean {
  return value === false || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
}

/** A value that this kind of API does not have. */
export function* checkAllowed(
  name: string,
  value: unknown,
  allowed: readonly string[],
  protocol: Protocol,
): Generator<Diagnostic> {
  if (typeof value !== 'string' || value === '' || allowed.includes(value)) return
  const list = allowed.map((text) => JSON.stringify(text)).join(', ')
  yield problem(`Invalid ${name}`, `This is ${NAMES[protocol]}. Allowed there: ${list}.`, [name])
}
