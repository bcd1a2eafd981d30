import { ServiceError } from './service-error.ts'

export interface QueryLimits {
  readonly bodyBytes: number
  /** Parameters of one call. */
  readonly parameters: number
}

/** Parameters of a call by name. Lists are spelled `Name.member.1`, as the wire has them. */
export type QueryParameters = ReadonlyMap<string, string>

/** Reads a form (WHATWG URL, section 5.1). Throws ServiceError for forms that are too large or name something twice. */
export function parseQueryParameters(form: Uint8Array | string, limits: QueryLimits): QueryParameters {
  if (form.length > limits.bodyBytes) {
    throw new ServiceError('RequestEntityTooLarge', 413, `Request is larger than ${limits.bodyBytes} bytes`)
  }
  const text = typeof form === 'string' ? form : Buffer.from(form.buffer, form.byteOffset, form.length).toString()
  // Counted before anything is split: each pair costs more than its bytes.
  let pairs = 1
  for (let at = text.indexOf('&'); at !== -1; at = text.indexOf('&', at + 1)) pairs += 1
  if (pairs > limits.parameters) {
    throw new ServiceError('MalformedQueryString', 400, `Request has more than ${limits.parameters} parameters`)
  }
  const parameters = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(text)) {
    if (parameters.has(name)) {
      throw new ServiceError('MalformedQueryString', 400, `Request names the parameter ${name.slice(0, 128)} twice`)
    }
    parameters.set(name, value)
  }
  return parameters
}
