import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { badRequest } from '../../aws-protocol/service-error.ts'
import { unlessEmpty } from '../patch.ts'

const METHOD = /^([A-Za-z]+|\*)$/
/** `*`, a scheme wildcard, or an origin as RFC 6454 writes it: scheme, host and port, no path. */
const ORIGIN = /^(\*|[a-z][a-z0-9+.-]*:\/\/(\*|[^\s/?#*]+))$/i

/**
 * A CORS configuration as it is stored, or undefined where it is empty: Terraform sends `{}` where it means nothing,
 * and would plan for ever if it came back (spec control-plane.md 0.4, 4.1).
 */
export function acceptCors(protocol: sdk.ProtocolType, cors: sdk.Cors | undefined): sdk.Cors | undefined {
  const given = unlessEmpty(cors)
  if (given === undefined) return undefined
  if (protocol !== 'HTTP') throw badRequest('CORS configuration is only supported for HTTP APIs')
  if (given.AllowCredentials === true && given.AllowOrigins?.includes('*') === true) {
    throw badRequest("allow-credentials is not supported if 'allow-origin' is *")
  }
  for (const method of given.AllowMethods ?? []) {
    if (!METHOD.test(method)) throw badRequest(`Invalid CORS method specified: ${method}`)
  }
  for (const origin of given.AllowOrigins ?? []) {
    if (!ORIGIN.test(origin)) throw badRequest(`Invalid CORS origin specified: ${origin}`)
  }
  // AWS stores header names in lower case, methods and origins as they came.
  return {
    ...given,
    ...(given.AllowHeaders === undefined ? {} : { AllowHeaders: given.AllowHeaders.map((name) => name.toLowerCase()) }),
    ...(given.ExposeHeaders === undefined
      ? {}
      : { ExposeHeaders: given.ExposeHeaders.map((name) => name.toLowerCase()) }),
  }
}
