import { describe, expect, test } from 'vitest'
import { apigatewayv2 as model } from '../model/apigatewayv2.generated.ts'
import { OperationRouter } from './operation-router.ts'
import { decodeInput, encodeOutput } from './rest-json.ts'
import { apiGatewayDialect as dialect } from './rest-json-dialect.ts'
import { encodeError } from './rest-json-error.ts'
import { ServiceError } from './service-error.ts'

const router = new OperationRouter(model)

function matchOf(method: string, path: string) {
  const match = router.match(method, path)
  if (match === undefined) throw new Error(`no operation at ${method} ${path}`)
  return match
}

const createApi = matchOf('POST', '/v2/apis')

function decode(body: string | Uint8Array, match = createApi, query = '') {
  const encoded = { query: new URLSearchParams(query), headers: [], body: Buffer.from(body) }
  return decodeInput(model, dialect, match, encoded, 8)
}

/** What decoding is refused with. */
function refusal(...args: Parameters<typeof decode>): { status: number; message: string } | undefined {
  try {
    decode(...args)
    return undefined
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return { status: error.status, message: error.message }
  }
}

const required = '"name":"a","protocolType":"HTTP"'

describe('a body', () => {
  test.each<[string, string | Uint8Array, object]>([
    ['with unknown members', `{${required},"x":{"y":[1]}}`, {}],
    [
      'with nulls',
      `{${required},"description":null,"tags":{"a":null,"b":"c"},"corsConfiguration":{"allowOrigins":[null,"*"]}}`,
      { CorsConfiguration: { AllowOrigins: ['*'] }, Tags: { b: 'c' } },
    ],
    ['with a byte order mark', `\ufeff{${required}}`, {}],
    ['with white space around', ` \n{${required}}\t `, {}],
    ['with an escaped half of a character', `{${required},"description":"\\ud800"}`, { Description: '\ud800' }],
    ['with a member twice: the last counts', `{${required},"name":"b"}`, { Name: 'b' }],
    ['with other cases of a name, which are other names', `{${required},"Description":"d"}`, {}],
  ])('%s', (_what, body, more) => {
    expect(decode(body)).toEqual({ Name: 'a', ProtocolType: 'HTTP', ...more })
  })

  test.each<[string, string | Uint8Array, string]>([
    ['that is no JSON', '{', 'Invalid request body: not valid JSON'],
    ['that is no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'Invalid request body: not valid JSON'],
    ['in UTF-16', Buffer.from(`{${required}}`, 'utf16le'), 'Invalid request body: not valid JSON'],
    ['that is a list', '[]', 'Invalid request body: must be a JSON object'],
    ['that is null', 'null', 'Invalid request body: must be a JSON object'],
    ['that is a text', '"a"', 'Invalid request body: must be a JSON object'],
    [
      'that nests too deep',
      `{"x":${'['.repeat(8)}${']'.repeat(8)}}`,
      'Invalid request body: nested deeper than 8 levels',
    ],
    ['that nests a million deep', '['.repeat(1_000_000), 'Invalid request body: nested deeper than 8 levels'],
  ])('%s is refused', (_what, body, message) => {
    expect(refusal(body)).toEqual({ status: 400, message })
  })

  test('is not read where the operation has none', () => {
    expect(decode('{{{', matchOf('GET', '/v2/apis/a'))).toEqual({ ApiId: 'a' })
  })

  test('that is missing is empty', () => {
    expect(decode('', matchOf('PATCH', '/v2/apis/a'))).toEqual({ ApiId: 'a' })
  })

  test('cannot take the place of a label', () => {
    expect(decode('{"ApiId":"b","apiId":"b"}', matchOf('PATCH', '/v2/apis/a'))).toEqual({ ApiId: 'a' })
  })
})

describe('a value of the wrong type', () => {
  const deep = matchOf('POST', '/v2/apis/a/stages')
  test.each<[string, typeof createApi, string]>([
    ['{"name":1}', createApi, "'name' must be a string"],
    ['{"name":["a"]}', createApi, "'name' must be a string"],
    ['{"name":{}}', createApi, "'name' must be a string"],
    ['{"name":true}', createApi, "'name' must be a string"],
    [`{${required},"disableExecuteApiEndpoint":1}`, createApi, "'disableExecuteApiEndpoint' must be true or false"],
    [`{${required},"corsConfiguration":[]}`, createApi, "'corsConfiguration' must be an object"],
    [`{${required},"corsConfiguration":{"maxAge":"1"}}`, createApi, "'corsConfiguration.maxAge' must be an integer"],
    [`{${required},"corsConfiguration":{"maxAge":1e400}}`, createApi, "'corsConfiguration.maxAge' must be an integer"],
    [`{${required},"corsConfiguration":{"maxAge":0.1}}`, createApi, "'corsConfiguration.maxAge' must be an integer"],
    [
      `{${required},"corsConfiguration":{"allowMethods":{}}}`,
      createApi,
      "'corsConfiguration.allowMethods' must be a list",
    ],
    [
      `{${required},"corsConfiguration":{"allowMethods":[1]}}`,
      createApi,
      "'corsConfiguration.allowMethods' must be a string",
    ],
    [`{${required},"tags":"a"}`, createApi, "'tags' must be an object"],
    [`{${required},"tags":{"a":{}}}`, createApi, "'tags.a' must be a string"],
    ['{"stageName":"s","routeSettings":{"k":[]}}', deep, "'routeSettings.k' must be an object"],
    [
      '{"stageName":"s","routeSettings":{"k":{"throttlingRateLimit":"1"}}}',
      deep,
      "'routeSettings.k.throttlingRateLimit' must be a number",
    ],
    [
      '{"stageName":"s","routeSettings":{"k":{"throttlingBurstLimit":1.5}}}',
      deep,
      "'routeSettings.k.throttlingBurstLimit' must be an integer",
    ],
  ])('%s', (body, match, message) => {
    expect(refusal(body, match)).toEqual({ status: 400, message: `Invalid request input: ${message}` })
  })

  test.each(['2026-11-24T10:00:00Z', '2026-11-24T10:00:00.999Z', '2026-11-24T12:00:00.5+02:00'])(
    'the timestamp %s is kept in whole seconds',
    (text) => {
      const body = `{"domainName":"a","domainNameConfigurations":[{"certificateUploadDate":"${text}"}]}`
      expect(decode(body, matchOf('POST', '/v2/domainnames'))).toEqual({
        DomainName: 'a',
        DomainNameConfigurations: [{ CertificateUploadDate: '2026-11-24T10:00:00Z' }],
      })
    },
  )

  test.each(['1764000000', '"today"', '"2026-11-24"', '"2026-13-24T10:00:00Z"', '"2026-11-24T10:00:00"'])(
    'the timestamp %s',
    (json) => {
      const body = `{"domainName":"a","domainNameConfigurations":[{"certificateUploadDate":${json}}]}`
      expect(refusal(body, matchOf('POST', '/v2/domainnames'))).toEqual({
        status: 400,
        message:
          "Invalid request input: 'domainNameConfigurations.certificateUploadDate' must be an ISO-8601 date and time",
      })
    },
  )
})

describe('names that objects of JavaScript know', () => {
  test('are keys of maps like any other', () => {
    const input = decode(`{${required},"tags":{"__proto__":"a","constructor":"b","hasOwnProperty":"c"}}`)
    const tags = input['Tags'] as object
    expect(Object.entries(tags)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['hasOwnProperty', 'c'],
    ])
    const answer = encodeOutput(model, dialect, createApi, { Tags: tags }, 'r')
    expect(answer.body).toBe('{"tags":{"__proto__":"a","constructor":"b","hasOwnProperty":"c"}}')
  })

  test('are no members, neither in a body nor in a query', () => {
    expect(refusal('{"__proto__":{"name":"a","protocolType":"HTTP"}}')?.message).toContain("Value null at 'name'")
    expect(decode('', matchOf('GET', '/v2/apis'), '__proto__=a&constructor=b')).toEqual({})
    expect(Object.hasOwn(Object.prototype, 'name')).toBe(false)
  })
})

describe('a query', () => {
  const untag = matchOf('DELETE', '/v2/tags/arn')
  const rules = matchOf('GET', '/v2/domainnames/d/routingrules')
  const reimport = matchOf('PUT', '/v2/apis/a')
  test.each<[string, typeof untag, object]>([
    ['tagKeys=a&tagKeys=b%20c&tagKeys=', untag, { ResourceArn: 'arn', TagKeys: ['a', 'b c', ''] }],
    ['maxResults=5&nextToken=a%2Bb', rules, { DomainName: 'd', MaxResults: 5, NextToken: 'a+b' }],
    ['maxResults=5&maxResults=6', rules, { DomainName: 'd', MaxResults: 5 }],
  ])('%s', (query, match, expected) => {
    expect(decode('', match, query)).toEqual(expected)
  })

  test('has flags', () => {
    expect(decode('{"body":"{}"}', reimport, 'failOnWarnings=true')).toMatchObject({ FailOnWarnings: true })
    expect(decode('{"body":"{}"}', reimport, 'failOnWarnings=false')).toMatchObject({ FailOnWarnings: false })
  })

  test.each<[string, typeof untag, string]>([
    ['maxResults=five', rules, "Invalid request input: 'maxResults' must be an integer"],
    ['failOnWarnings=yes', reimport, "Invalid request input: 'failOnWarnings' must be true or false"],
    [
      '',
      untag,
      "1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null",
    ],
  ])('%s is refused', (query, match, message) => {
    expect(refusal('{"body":"{}"}', match, query)).toEqual({ status: 400, message })
  })
})

describe('an answer', () => {
  test('has JSON, its type and the request’s id', () => {
    expect(encodeOutput(model, dialect, createApi, { Name: 'a', Unknown: 1, Description: undefined }, 'r')).toEqual({
      status: 201,
      headers: ['content-type', 'application/json', 'x-amzn-RequestId', 'r'],
      body: '{"name":"a"}',
    })
  })

  test('of 204 has neither body nor type', () => {
    expect(encodeOutput(model, dialect, matchOf('DELETE', '/v2/apis/a'), {}, 'r')).toEqual({
      status: 204,
      headers: ['x-amzn-RequestId', 'r'],
      body: undefined,
    })
  })

  test.each([
    ['POST', '/v2/tags/arn', 201],
    ['DELETE', '/v2/vpclinks/a', 202],
  ])('of %s %s is an empty object', (method, path, status) => {
    expect(encodeOutput(model, dialect, matchOf(method, path), {}, 'r')).toMatchObject({ status, body: '{}' })
  })

  test('that is a document comes as its bytes', () => {
    const body = Buffer.from('openapi: 3.0.1')
    expect(encodeOutput(model, dialect, matchOf('GET', '/v2/apis/a/exports/OAS30'), { body }, 'r')).toEqual({
      status: 200,
      headers: ['content-type', 'application/octet-stream', 'x-amzn-RequestId', 'r'],
      body,
    })
  })
})

describe('an error', () => {
  test('has its code in the header that SDKs read, and further members in the body', () => {
    const error = new ServiceError('NotFoundException', 404, 'gone', { resourceType: 'Api' })
    expect(encodeError(error, 'r')).toEqual({
      status: 404,
      headers: ['content-type', 'application/json', 'x-amzn-ErrorType', 'NotFoundException', 'x-amzn-RequestId', 'r'],
      body: '{"message":"gone","resourceType":"Api"}',
    })
  })

  test('that quotes what is huge is cut', () => {
    const { body } = encodeError(new ServiceError('BadRequestException', 400, `a${'\u{1f600}'.repeat(1_000_000)}`), 'r')
    const { message } = JSON.parse(body as string) as { message: string }
    expect(message).toHaveLength(4097)
    expect(message.isWellFormed()).toBe(true)
  })
})
