import { type HeaderList, type HttpResponse, headerOf } from '../transport/http-message.ts'

/** Lets the pages of the setting `allowedOrigins` read what the control plane answers (Fetch standard, CORS). */
export interface CrossOriginAccess {
  /** The answer to a preflight of an allowed page; undefined for every other request. */
  preflight(method: string, headers: HeaderList): HttpResponse | undefined
  /** `response`, readable by the page that asked, if it is an allowed one. */
  opened(response: HttpResponse, requestHeaders: HeaderList): HttpResponse
}

/** Read by the SDKs: the code of an error, and the id to look for in the log. */
const EXPOSED = 'x-amzn-ErrorType,x-amzn-RequestId'
const REQUESTED_HEADERS = /^[A-Za-z0-9!#$%&'*+.^_`|~, -]{1,4096}$/

export function createCrossOriginAccess(allowedOrigins: readonly string[]): CrossOriginAccess {
  const allowed = new Set(allowedOrigins)
  const allowedOrigin = (headers: HeaderList) => {
    const origin = headerOf(headers, 'origin')
    return origin !== undefined && allowed.has(origin) ? origin : undefined
  }
  return {
    preflight(method, headers) {
      const origin = allowedOrigin(headers)
      if (method !== 'OPTIONS' || origin === undefined) return undefined
      if (headerOf(headers, 'access-control-request-method') === undefined) return undefined
      const requested = headerOf(headers, 'access-control-request-headers') ?? ''
      return {
        status: 204,
        headers: [
          'access-control-allow-origin',
          origin,
          'access-control-allow-methods',
          'GET,POST,PUT,PATCH,DELETE',
          // SDKs sign by headers that differ by version (amz-sdk-*, x-amz-*): a list of our own would be out of date.
          ...(REQUESTED_HEADERS.test(requested) ? ['access-control-allow-headers', requested] : []),
          'access-control-max-age',
          '600',
          'vary',
          'origin',
        ],
        body: undefined,
      }
    },
    opened(response, requestHeaders) {
      const origin = allowedOrigin(requestHeaders)
      if (origin === undefined) return response
      const headers = [...response.headers, 'access-control-allow-origin', origin]
      headers.push('access-control-expose-headers', EXPOSED, 'vary', 'origin')
      return { ...response, headers }
    },
  }
}
