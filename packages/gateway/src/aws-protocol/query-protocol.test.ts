import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createQueryService, type QueryAction, type QueryRequest, type QueryService } from './query-protocol.ts'
import { encodeQueryError } from './query-protocol-error.ts'
import { xmlContent, xmlText } from './query-protocol-xml.ts'
import { ServiceError } from './service-error.ts'
import { incompleteSignature, invalidSignature, missingToken, unrecognizedClient } from './sigv4-errors.ts'

const zoo: QueryService = {
  name: 'Zoo',
  xmlns: 'https://zoo.example/doc/2020-01-01/',
  version: '2020-01-01',
  unbuilt: new Set(['Breed']),
  actions: new Map<string, QueryAction>([
    [
      'List',
      { run: (given) => ({ Animals: ['<cat>', 'dog'], Next: given.get('Next'), Count: 2, Done: true }), safe: true },
    ],
    ['Feed', { run: () => undefined }],
    [
      'Tease',
      {
        run: () => {
          throw new ServiceError('Bitten', 409, 'The bear & the <tiger> bite')
        },
      },
    ],
    ['Lose', { run: () => Promise.reject(new Error('the secret path of a file')) }],
  ]),
}
const serve = createQueryService(() => zoo, { bodyBytes: 200, parameters: 5 })
const caller = { verified: false, accessKeyId: undefined, region: undefined, user: undefined }

function call(body: string, other: Partial<QueryRequest> = {}) {
  return serve({ method: 'POST', target: '/', body: Buffer.from(body), requestId: 'id-1', caller, ...other })
}

const errorOf = (code: string, message: string, type = 'Sender') =>
  `<ErrorResponse xmlns="https://zoo.example/doc/2020-01-01/"><Error><Type>${type}</Type><Code>${code}</Code>` +
  `<Message>${message}</Message></Error><RequestId>id-1</RequestId></ErrorResponse>`

describe('an action', () => {
  test('answers its result', async () => {
    expect(await call('Action=List&Version=2020-01-01&Next=a%2Bb+c')).toEqual({
      status: 200,
      headers: ['content-type', 'text/xml', 'x-amzn-RequestId', 'id-1'],
      body:
        '<ListResponse xmlns="https://zoo.example/doc/2020-01-01/"><ListResult><Animals><member>&lt;cat&gt;</member>' +
        '<member>dog</member></Animals><Next>a+b c</Next><Count>2</Count><Done>true</Done></ListResult>' +
        '<ResponseMetadata><RequestId>id-1</RequestId></ResponseMetadata></ListResponse>',
    })
  })

  test('has no Result where it answers nothing', async () => {
    const { body } = await call('Action=Feed&Version=2020-01-01')
    expect(body).toBe(
      '<FeedResponse xmlns="https://zoo.example/doc/2020-01-01/"><ResponseMetadata><RequestId>id-1</RequestId>' +
        '</ResponseMetadata></FeedResponse>',
    )
  })

  test.each([
    ['by GET', { method: 'GET', target: '/?Action=List&Version=2020-01-01' }],
    ['by POST without a body', { target: '/?Action=List&Version=2020-01-01' }],
  ])('takes its parameters from the query %s', async (_how, request) => {
    expect((await call('', request)).status).toBe(200)
  })

  test('throws what callers did wrong', async () => {
    const { status, body } = await call('Action=Tease&Version=2020-01-01')
    expect([status, body]).toEqual([409, errorOf('Bitten', 'The bear &amp; the &lt;tiger&gt; bite')])
  })

  test('that fails says no more than that, and the channel tells why', async () => {
    const heard: unknown[] = []
    const listen = (message: unknown) => heard.push(message)
    subscribe('postern:service:error', listen)
    const { status, body } = await call('Action=Lose&Version=2020-01-01')
    unsubscribe('postern:service:error', listen)
    expect([status, body]).toEqual([500, errorOf('InternalFailure', 'The request processing has failed.', 'Receiver')])
    expect(heard).toEqual([{ requestId: 'id-1', operation: 'Zoo Lose', error: new Error('the secret path of a file') }])
  })
})

test.each<[what: string, body: string, request: Partial<QueryRequest>, status: number, code: string, message: string]>([
  [
    'unknown',
    'Action=Fly&Version=2020-01-01',
    {},
    400,
    'InvalidAction',
    'Could not find operation Fly for version 2020-01-01',
  ],
  [
    'of objects',
    'Action=__proto__',
    {},
    400,
    'InvalidAction',
    'Could not find operation __proto__ for version 2020-01-01',
  ],
  [
    'of another version',
    'Action=List&Version=1999-01-01',
    {},
    400,
    'InvalidAction',
    'Could not find operation List for version 1999-01-01',
  ],
  [
    'with markup',
    'Action=%3Cb%3E',
    {},
    400,
    'InvalidAction',
    'Could not find operation &lt;b&gt; for version 2020-01-01',
  ],
  [
    'not built yet',
    'Action=Breed&Version=2020-01-01',
    {},
    501,
    'NotImplemented',
    'Postern does not implement Zoo Breed yet',
  ],
  [
    'missing',
    'Version=2020-01-01',
    {},
    400,
    'MissingAction',
    'The request is missing an action or a required parameter.',
  ],
  ['missing altogether', '', {}, 400, 'MissingAction', 'The request is missing an action or a required parameter.'],
  [
    'unsafe by GET',
    '',
    { method: 'GET', target: '/?Action=Feed' },
    400,
    'InvalidAction',
    'Feed must be called with the method POST',
  ],
  [
    'by PUT',
    'Action=List',
    { method: 'PUT' },
    400,
    'InvalidAction',
    'The query protocol knows the methods GET and POST',
  ],
  [
    'given twice',
    'Action=List&Action=Feed',
    {},
    400,
    'MalformedQueryString',
    'Request names the parameter Action twice',
  ],
  [
    'of many parameters',
    'Action=List&a&b&c&d&e',
    {},
    400,
    'MalformedQueryString',
    'Request has more than 5 parameters',
  ],
  [
    'of many bytes',
    `Action=List&a=${'a'.repeat(200)}`,
    {},
    413,
    'RequestEntityTooLarge',
    'Request is larger than 200 bytes',
  ],
  [
    'of many bytes in the query',
    '',
    { target: `/?a=${'a'.repeat(200)}` },
    413,
    'RequestEntityTooLarge',
    'Request is larger than 200 bytes',
  ],
])('an action %s is refused', async (_what, form, request, status, code, message) => {
  const answer = await call(form, request)
  expect([answer.status, answer.body]).toEqual([status, errorOf(code, message, status === 501 ? 'Receiver' : 'Sender')])
})

test.each([
  [missingToken(), 403, 'MissingAuthenticationToken', 'Request is missing Authentication Token'],
  [unrecognizedClient(), 403, 'InvalidClientTokenId', 'The security token included in the request is invalid.'],
  [invalidSignature('no'), 403, 'SignatureDoesNotMatch', 'no'],
  [incompleteSignature('no'), 400, 'IncompleteSignature', 'no'],
])('the query protocol has its own name for %s', (error, status, code, message) => {
  const answer = encodeQueryError(error, 'id-1')
  expect(answer.status).toBe(status)
  expect(answer.body).toBe(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>` +
      '<RequestId>id-1</RequestId></ErrorResponse>',
  )
})

describe('XML', () => {
  test('nests structures and lists, and leaves out what is absent', () => {
    expect(xmlContent({ a: [{ b: 1, c: undefined }, { b: false }], empty: [], d: {} })).toBe(
      '<a><member><b>1</b></member><member><b>false</b></member></a><empty></empty><d></d>',
    )
  })

  test('holds any text without letting it be markup', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = xmlText(text)
        expect(written).not.toMatch(/[<>"'\r]/)
        expect(written.replace(/&(amp|lt|gt|quot|apos|#xD);/g, '')).not.toContain('&')
      }),
    )
    expect(xmlText('a\0b\u001Fc\uFFFEd\uD800e\tf\ng\rh')).toBe('a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\tf\ng&#xD;h')
    expect(xmlText(`<&>"'☃`)).toBe('&lt;&amp;&gt;&quot;&apos;☃')
  })
})
