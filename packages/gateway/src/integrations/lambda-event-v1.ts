import { logTime } from '../data-plane/log-time.ts'
import type { EventBody } from './event-body.ts'
import { domainMembers, parameterMembers, parametersJson, stagePrefix, variablesJson } from './event-parts.ts'
import { multiValueQuery } from './event-query.ts'
import { decodedPath, escapedBytes } from './event-text.ts'
import type { IntegrationBinding, IntegrationCall } from './integration.ts'
import type { LambdaEvent } from './lambda-event.ts'
import type { LambdaRequest } from './lambda-request.ts'

/** Events of payload format 1.0 (spec/http-api.md section 5.5): members that would be empty are null. */
export class LambdaEventV1 implements LambdaEvent {
  readonly #pathPrefix: string
  /** To the path. */
  readonly #start: string
  readonly #account: string
  /** From `resourceId` to the end of the request context. */
  readonly #route: string
  readonly #parameters: readonly string[]
  readonly #variables: string

  constructor(binding: IntegrationBinding) {
    const routeKey = JSON.stringify(binding.routeKey)
    const resource = JSON.stringify(binding.routeKey.slice(binding.routeKey.indexOf(' ') + 1))
    this.#pathPrefix = stagePrefix(binding)
    this.#start = `{"version":"1.0","resource":${resource},"path":`
    this.#account = `,"requestContext":{"accountId":"${binding.owner.accountId}","apiId":"${binding.apiId}",`
    this.#route = `,"resourceId":${routeKey},"resourcePath":${resource},"stage":${JSON.stringify(binding.stageName)}}`
    this.#parameters = parameterMembers(binding)
    this.#variables = `,"stageVariables":${variablesJson(binding) ?? 'null'}`
  }

  write(call: IntegrationCall, request: LambdaRequest, body: EventBody): string {
    const { context } = call
    const { method } = context.request
    const path = context.mappingKey === undefined ? this.#pathPrefix + call.path : pathOf(context.request.target)
    const query = multiValueQuery(call.query)
    const { requestId, timeEpoch } = context
    return (
      `${this.#start}${JSON.stringify(escapedBytes(path))},"httpMethod":"${method}"${headers(request)}` +
      `,"queryStringParameters":${query?.last ?? 'null'},"multiValueQueryStringParameters":${query?.all ?? 'null'}` +
      `${this.#account}${domainMembers(request.domainName)},"extendedRequestId":"${requestId}","httpMethod":"${method}"` +
      `,"identity":${IDENTITY_START}"${request.sourceIp}","user":null,"userAgent":${JSON.stringify(request.userAgent)}` +
      `,"userArn":null},"path":${JSON.stringify(decodedPath(path))},"protocol":"HTTP/1.1","requestId":"${requestId}"` +
      `,"requestTime":"${logTime(timeEpoch)}","requestTimeEpoch":${timeEpoch}${this.#route}` +
      `,"pathParameters":${parametersJson(this.#parameters, call.values) ?? 'null'}${this.#variables}` +
      `,"body":${body.json ?? 'null'},"isBase64Encoded":${body.isBase64Encoded}}`
    )
  }
}

/** Under a custom domain name: mapping key and rest, without the stage (section 1.1, and section 13, choice 8). */
function pathOf(target: string): string {
  const mark = target.indexOf('?')
  return mark === -1 ? target : target.slice(0, mark)
}

const IDENTITY_START =
  '{"accessKey":null,"accountId":null,"caller":null,"cognitoAuthenticationProvider":null,' +
  '"cognitoAuthenticationType":null,"cognitoIdentityId":null,"cognitoIdentityPoolId":null,"principalOrgId":null,' +
  '"sourceIp":'

/** `headers`, where the last value of a name wins, and `multiValueHeaders`, which has them all. Names are canonical. */
function headers({ names, values }: LambdaRequest): string {
  let last = ',"headers":'
  let all = ',"multiValueHeaders":'
  let index = 0
  while (index < names.length) {
    const name = names[index]
    if (name === undefined) break
    const start = index === 0 ? '{' : ','
    let value = JSON.stringify(values[index++])
    let list = value
    while (index < names.length && names[index]?.lower === name.lower) {
      value = JSON.stringify(values[index++])
      list += `,${value}`
    }
    last += start + name.canonicalMember + value
    all += `${start}${name.canonicalMember}[${list}]`
  }
  return `${last}}${all}}`
}
