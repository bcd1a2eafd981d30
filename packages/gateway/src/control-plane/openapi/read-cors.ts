import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { ServiceError } from '../../aws-protocol/service-error.ts'
import { checkCors, settleCors } from '../apis/cors.ts'
import { isObject, type OpenApiObject } from './document.ts'
import type { ImportMessages } from './import-messages.ts'
import { booleanOf, creationInput, numberOf, textsOf } from './structure.ts'

export const CORS = 'x-amazon-apigateway-cors'

const MEMBERS = ['allowCredentials', 'allowHeaders', 'allowMethods', 'allowOrigins', 'exposeHeaders', 'maxAge']

/** The API's CORS configuration. What is malformed is warned of and left out, as on AWS. */
export function readCors(document: OpenApiObject, messages: ImportMessages): sdk.Cors | undefined {
  const extension = document.get(CORS)
  if (extension === undefined) return undefined
  if (!isObject(extension) || !MEMBERS.some((name) => extension.has(name))) {
    messages.warn('CORS Scheme is malformed, ignoring.')
    return undefined
  }
  try {
    const members = Object.fromEntries(
      MEMBERS.filter((name) => extension.has(name)).map((name) => {
        const value = extension.get(name)
        if (name === 'allowCredentials') return [name, booleanOf(value)]
        return [name, name === 'maxAge' ? numberOf(value) : textsOf(value)]
      }),
    )
    const cors = settleCors(
      creationInput('CreateApi', { name: 'x', protocolType: 'HTTP', corsConfiguration: members }).CorsConfiguration,
    )
    checkCors('HTTP', cors)
    return cors
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    messages.warn(`CORS Scheme is malformed, ignoring. ${error.message}`)
    return undefined
  }
}
