import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { isCorsMethod, isCorsOrigin } from '@postern/expressions/cors-value'
import { isToken } from '@postern/expressions/mapping-key'
import { badRequest } from '../../aws-protocol/service-error.ts'
import { compact, unlessEmpty } from '../patch.ts'

/**
 * A CORS configuration as it is stored: header names in lower case, methods and origins as they came. Undefined where
 * it is empty: Terraform sends `{}` where it means nothing, and would plan for ever if it came back (spec
 * control-plane.md 0.4, 4.1).
 */
export function settleCors(cors: sdk.Cors | undefined): sdk.Cors | undefined {
  const lowered = (names: string[] | undefined) => names?.map((name) => name.toLowerCase())
  const { AllowHeaders, ExposeHeaders } = cors ?? {}
  return unlessEmpty(compact({ ...cors, AllowHeaders: lowered(AllowHeaders), ExposeHeaders: lowered(ExposeHeaders) }))
}

/** Throws where a CORS configuration is none that AWS accepts. What it names ends up in headers of every answer. */
export function checkCors(protocol: sdk.ProtocolType, cors: sdk.Cors | undefined): void {
  if (cors === undefined) return
  if (protocol !== 'HTTP') throw badRequest('CORS configuration is only supported for HTTP APIs')
  const { AllowHeaders = [], AllowMethods = [], AllowOrigins = [], ExposeHeaders = [] } = cors
  if (cors.AllowCredentials === true && AllowOrigins.includes('*')) {
    throw badRequest("allow-credentials is not supported if 'allow-origin' is *")
  }
  reject('method', AllowMethods, isCorsMethod)
  reject('origin', AllowOrigins, isCorsOrigin)
  reject('header', [...AllowHeaders, ...ExposeHeaders], isToken)
}

function reject(noun: string, values: readonly string[], isValid: (value: string) => boolean): void {
  const bad = values.find((value) => !isValid(value))
  if (bad !== undefined) throw badRequest(`Invalid CORS ${noun} specified: ${bad}`)
}
