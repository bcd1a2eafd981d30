/** Where a request goes (design.md section 1). */
export type Placement = DomainPlacement | { readonly kind: 'postern'; readonly path: string } | ServicePlacement

/** Where a request to a custom domain name goes. */
export type DomainPlacement = ExecuteApiPlacement | HealthPlacement | UnmappedPlacement

/** A health check of a custom domain name. */
export interface HealthPlacement {
  readonly kind: 'health'
}

/** A custom domain name none of whose mappings takes the path. */
export interface UnmappedPlacement {
  readonly kind: 'unmapped'
  readonly status: 403 | 404
}

/** The custom domain names, as placing asks them. */
export interface DomainNames {
  /** `host` is the Host header as it came. Undefined: it is no custom domain name. */
  place(host: string, target: string): DomainPlacement | undefined
}

/** A call of an API. */
export interface ExecuteApiPlacement {
  readonly kind: 'execute-api'
  /** Lower-case; not checked against what exists. Empty where a path form names none. */
  readonly apiId: string
  /** The raw target that the API sees: for the path form, what follows the stage, and on a custom domain name, what follows the mapping key, with a leading `/`. */
  readonly target: string
  /**
   * The stage that the path form names, possibly empty, or that the mapping of a custom domain name has; undefined in the
   * host form, where the target may begin with it.
   */
  readonly stage: string | undefined
  /** The key of the mapping, possibly empty, of a call to a custom domain name; undefined for any other. */
  readonly mappingKey?: string
}

interface ServicePlacement {
  readonly kind: 'service'
}

const SERVICE: ServicePlacement = { kind: 'service' }
const PATH_FORM = '/_aws/execute-api/'
const POSTERN = '/_postern'
const EXECUTE_API = 'execute-api'
/** Longer first labels are no API id: AWS's have 10 characters. */
const LONGEST_ID = 32

/**
 * Places a request by its Host header and its raw target. A host wins over a path, so that an API may serve any path,
 * `/_postern/…` included. `path` of a postern placement is the path without its query.
 */
export function placeRequest(host: string | undefined, target: string, domains?: DomainNames): Placement {
  if (host !== undefined) {
    const apiId = apiIdOfHost(host)
    if (apiId !== undefined) return { kind: 'execute-api', apiId, target, stage: undefined }
    const placed = domains?.place(host, target)
    if (placed !== undefined) return placed
  }
  if (target.startsWith(PATH_FORM)) return placeByPath(target)
  if (target.startsWith(POSTERN)) {
    const path = target.slice(0, endOfPath(target))
    if (path.length === POSTERN.length || path.charCodeAt(POSTERN.length) === SLASH) return { kind: 'postern', path }
  }
  return SERVICE
}

/** Whether a call came as `/_aws/execute-api/{apiId}/{stage}/…`, so that its Host does not name the API. */
export function isPathForm({ stage, mappingKey }: ExecuteApiPlacement): boolean {
  return stage !== undefined && mappingKey === undefined
}

/** The API that a host of the form `{apiId}.execute-api.{anything}` names. Case and port do not matter (RFC 9110 4.2.3). */
function apiIdOfHost(host: string): string | undefined {
  const dot = host.indexOf('.')
  if (dot < 1 || dot > LONGEST_ID || host.charCodeAt(dot + 1 + EXECUTE_API.length) !== DOT) return undefined
  const suffix = dot + 2 + EXECUTE_API.length
  // `x.execute-api.` and `x.execute-api.:80` name no suffix.
  if (suffix >= host.length || host.charCodeAt(suffix) === COLON) return undefined
  for (let index = 0; index < dot; index++) if (!isAlphanumeric(host.charCodeAt(index))) return undefined
  // `| 32` lowers a letter and leaves `-` as it is.
  for (let index = 0; index < EXECUTE_API.length; index++) {
    if ((host.charCodeAt(dot + 1 + index) | 32) !== EXECUTE_API.charCodeAt(index)) return undefined
  }
  return host.slice(0, dot).toLowerCase()
}

const SLASH = 47
const DOT = 46
const COLON = 58

function isAlphanumeric(code: number): boolean {
  const lower = code | 32
  return (code >= 48 && code <= 57) || (lower >= 97 && lower <= 122)
}

/** `/_aws/execute-api/{apiId}/{stage}/…`: for clients that can neither set Host nor resolve `*.localhost`. */
function placeByPath(target: string): ExecuteApiPlacement {
  const end = endOfPath(target)
  const idEnd = segmentEnd(target, PATH_FORM.length, end)
  const apiId = target.slice(PATH_FORM.length, idEnd)
  const stageEnd = segmentEnd(target, idEnd + 1, end)
  const stage = decodeStage(target.slice(Math.min(idEnd + 1, end), stageEnd))
  const rest = target.slice(stageEnd)
  return { kind: 'execute-api', apiId, target: rest.startsWith('/') ? rest : `/${rest}`, stage }
}

function endOfPath(target: string): number {
  const query = target.indexOf('?')
  return query === -1 ? target.length : query
}

function segmentEnd(target: string, from: number, end: number): number {
  const slash = target.indexOf('/', from)
  return slash === -1 || slash > end ? end : slash
}

/** `%24default` is `$default`: clients that build URLs encode the dollar. Nothing else in a stage name is ever encoded. */
function decodeStage(segment: string): string {
  return segment.startsWith('%24') ? `$${segment.slice(3)}` : segment
}
