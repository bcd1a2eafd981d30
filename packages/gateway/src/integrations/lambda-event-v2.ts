import { logTime } from '../data-plane/log-time.ts'
import type { EventBody } from './event-body.ts'
import { domainMembers, parameterMembers, parametersJson, stagePrefix, variablesJson } from './event-parts.ts'
import { joinedQuery } from './event-query.ts'
import { decodedPath, escapedBytes } from './event-text.ts'
import type { IntegrationBinding, IntegrationCall } from './integration.ts'
import type { LambdaEvent } from './lambda-event.ts'
import type { LambdaRequest } from './lambda-request.ts'

/** Events of payload format 2.0 (spec/http-api.md section 5.4): members that would be empty are left out. */
export class LambdaEventV2 implements LambdaEvent {
  readonly #pathPrefix: string
  /** To the path. */
  readonly #start: string
  readonly #account: string
  /** From the request id to the time. */
  readonly #route: string
  readonly #parameters: readonly string[]
  /** What follows `isBase64Encoded`. */
  readonly #end: string

  constructor(binding: IntegrationBinding) {
    const routeKey = JSON.stringify(binding.routeKey)
    const variables = variablesJson(binding)
    this.#pathPrefix = stagePrefix(binding)
    this.#start = `{"version":"2.0","routeKey":${routeKey},"rawPath":`
    this.#account = `,"requestContext":{"accountId":"${binding.owner.accountId}","apiId":"${binding.apiId}",`
    this.#route = `","routeKey":${routeKey},"stage":${JSON.stringify(binding.stageName)},"time":"`
    this.#parameters = parameterMembers(binding)
    this.#end = variables === undefined ? '}' : `,"stageVariables":${variables}}`
  }

  write(call: IntegrationCall, request: LambdaRequest, body: EventBody): string {
    const { context } = call
    const path = JSON.stringify(decodedPath(this.#pathPrefix + call.path))
    const query = joinedQuery(call.query)
    const parameters = parametersJson(this.#parameters, call.values)
    return (
      `${this.#start}${path},"rawQueryString":${JSON.stringify(escapedBytes(call.query))}${cookies(request)}` +
      `,"headers":${headers(request)}${optional(',"queryStringParameters":', query)}${this.#account}` +
      `${domainMembers(request.domainName)},"http":{"method":"${context.request.method}","path":${path}` +
      `,"protocol":"HTTP/1.1","sourceIp":"${request.sourceIp}","userAgent":${JSON.stringify(request.userAgent)}}` +
      `,"requestId":"${context.requestId}${this.#route}${logTime(context.timeEpoch)}","timeEpoch":${context.timeEpoch}}` +
      optional(',"body":', body.json) +
      optional(',"pathParameters":', parameters) +
      `,"isBase64Encoded":${body.isBase64Encoded}${this.#end}`
    )
  }
}

/** A member, or nothing where it would be empty. */
function optional(name: string, json: string | undefined): string {
  return json === undefined ? '' : name + json
}

/** Names in lower case, repeated values joined (section 13, choice 2); cookies have a member of their own. */
function headers({ names, values }: LambdaRequest): string {
  let json = ''
  let index = 0
  while (index < names.length) {
    const name = names[index]
    let value = values[index] as string
    index++
    if (name === undefined || name.role === 'cookie') continue
    while (index < names.length && names[index]?.lower === name.lower) value += `,${values[index++]}`
    json += (json === '' ? '{' : ',') + name.lowerMember + JSON.stringify(value)
  }
  return `${json}}`
}

/** One text for each cookie, as `name=value`. */
function cookies({ names, values }: LambdaRequest): string {
  let json = ''
  for (let index = 0; index < names.length; index++) {
    if (names[index]?.role !== 'cookie') continue
    for (const part of (values[index] as string).split(';')) {
      const cookie = part.trim()
      if (cookie !== '') json += (json === '' ? ',"cookies":[' : ',') + JSON.stringify(cookie)
    }
  }
  return json === '' ? '' : `${json}]`
}
