import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Keyring } from './sigv4-keyring.ts'
import {
  alice,
  type Call,
  encodedQuery,
  NOW,
  presigned,
  type SigningOptions,
  signed,
  visitor,
} from './sigv4-test-signing.ts'
import { beginVerification } from './sigv4-verification.ts'

const keyring = new Keyring([alice, visitor])
const options = { services: ['apigateway', 'sts'], now: NOW }

/** As AWS's clients send them: labels encoded once, `$` and `:` included. */
const calls: readonly (readonly [what: string, call: Call, signing?: SigningOptions])[] = [
  ['a list', {}],
  ['the root', { method: 'POST', path: '/', body: 'Action=GetCallerIdentity&Version=2011-06-15' }, { service: 'sts' }],
  ['a body', { method: 'POST', body: '{"name":"pets"}', headers: { 'content-type': 'application/json' } }],
  ['a body with its hash', { method: 'POST', body: '{"name":"pets"}' }, { checksum: true }],
  ['a temporary key', {}, { credential: visitor }],
  ['an encoded label', { path: '/v2/apis/a1/stages/%24default' }],
  ['a bare label', { path: '/v2/apis/a1/stages/$default' }],
  ['an ARN', { path: '/v2/tags/arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Fapis%2Fabc%2Fstages%2F%24default' }],
  ['an ARN that is not encoded', { path: '/v2/tags/arn:aws:apigateway:us-east-1::/apis/abc' }],
  ['a route key', { path: '/v2/apis/a/stages/s/routesettings/GET%20%2Fx%2F%7Bp%7D' }],
  ['dot segments', { path: '/v2/./x/../apis//a/' }],
  ['repeated parameters', { method: 'DELETE', query: { tagKeys: ['b c', 'a', 'B', ''] } }],
  ['parameters that sort by name first', { query: { 'a-b': '1', a: '2', aB: '3', 'a ': '4' } }],
  ['characters beyond ASCII', { query: { name: 'żółw ☃' }, headers: { 'x-amz-note': 'plain' } }],
  ['characters that encodeURIComponent leaves', { query: { "a!'()*": "!'()*~-._" } }],
  ['blanks in headers', { headers: { 'x-amz-note': '  a   b\t c ' } }],
  ['another region', {}, { region: 'mars-north-1' }],
]

describe('what a client signs is verified', () => {
  for (const [what, call, signing] of calls) {
    test(`by header: ${what}`, async () => {
      const { request, body } = await signed(call, signing)
      expect(beginVerification(request, keyring, options)(body)).toEqual({
        accessKeyId: signing?.credential?.accessKeyId ?? 'AKIDALICE',
        date: '20261124',
        region: signing?.region ?? 'eu-west-1',
        service: signing?.service ?? 'apigateway',
      })
    })
    test(`presigned: ${what}`, async () => {
      const { request, body } = await presigned(call, signing)
      expect(request.target).toContain('X-Amz-Signature=')
      expect(beginVerification(request, keyring, options)(body).service).toBe(signing?.service ?? 'apigateway')
    })
  }

  test.each<[spelling: string, spell: (query: Readonly<Record<string, string | string[]>>) => string]>([
    ['lower-case escapes', (query) => encodedQuery(query).replace(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())],
    ['needless escapes', (query) => encodedQuery(query).replaceAll('a', '%61')],
    ['a plus for a blank', (query) => encodedQuery(query).replaceAll('%20', '+')],
    ['another order', (query) => encodedQuery(query).split('&').reverse().join('&')],
    ['no equals sign', (query) => encodedQuery(query).replace('empty=', 'empty')],
    ['empty pairs', (query) => `&${encodedQuery(query)}&&`],
  ])('however the query is spelled: %s', async (_spelling, spell) => {
    const { request, body } = await signed({ query: { name: 'a b:c', empty: '', list: ['2', '1'] } }, { spell })
    expect(beginVerification(request, keyring, options)(body).accessKeyId).toBe('AKIDALICE')
  })

  test('a header on several lines, in any case', async () => {
    const { request, body } = await signed({ headers: { 'x-amz-list': 'one,two' } })
    const lines = request.headers.flatMap((text) => (text === 'one,two' ? ['one', 'X-AMZ-List', 'two'] : [text]))
    expect(beginVerification({ ...request, headers: lines }, keyring, options)(body).accessKeyId).toBe('AKIDALICE')
  })
})

/** AWS's own signatures, from its published test suite (aws-sig-v4-test-suite). */
const suiteOptions = { services: ['service'], now: Date.UTC(2015, 7, 30, 12, 36, 0) }
const suiteKeyring = new Keyring([{ ...alice, accessKeyId: 'AKIDEXAMPLE' }])

function suite(vector: {
  method?: string
  target?: string
  headers: readonly string[]
  names: string
  body?: string
  signature: string
}) {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, ' +
    `SignedHeaders=${vector.names}, Signature=${vector.signature}`
  const headers = [...vector.headers, 'Authorization', authorization]
  return {
    request: { method: vector.method ?? 'GET', target: vector.target ?? '/', headers },
    body: Buffer.from(vector.body ?? ''),
  }
}

describe("AWS's test suite", () => {
  const plain = ['Host', 'example.amazonaws.com', 'X-Amz-Date', '20150830T123600Z']
  test.each([
    {
      name: 'get-vanilla',
      headers: plain,
      names: 'host;x-amz-date',
      signature: '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31',
    },
    {
      name: 'get-vanilla-query-order-key-case',
      target: '/?Param2=value2&Param1=value1',
      headers: plain,
      names: 'host;x-amz-date',
      signature: 'b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500',
    },
    {
      name: 'post-x-www-form-urlencoded',
      method: 'POST',
      body: 'Param1=value1',
      headers: ['Content-Type', 'application/x-www-form-urlencoded', ...plain],
      names: 'content-type;host;x-amz-date',
      signature: 'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    },
  ])('$name', (vector) => {
    const { request, body } = suite(vector)
    expect(beginVerification(request, suiteKeyring, suiteOptions)(body).accessKeyId).toBe('AKIDEXAMPLE')
  })
})

describe('any call', () => {
  const label = fc.string({ unit: 'grapheme', maxLength: 12 }).map(encodeURIComponent)
  const raw = fc.constantFrom('', '.', '..', "a!'()*b", '$default', 'a:b@c', 'x;y=z,w', '%2f', '%7E', '%zz', '%')
  const path = fc.array(fc.oneof(label, raw), { maxLength: 6 }).map((segments) => `/${segments.join('/')}`)
  const text = fc.string({ unit: 'grapheme', maxLength: 12 })
  // The oracle takes the query as an object, in which `__proto__` is no name.
  const name = text.filter((key) => key !== '__proto__' && !/^x-amz-/i.test(key))
  const query = fc.dictionary(name, fc.oneof(text, fc.array(text, { minLength: 1, maxLength: 3 })), { maxKeys: 5 })
  const header = fc.string({ unit: fc.constantFrom('a', 'B', ' ', '\t', '"', ',', ';', '='), maxLength: 20 })
  const call = fc.record({
    method: fc.constantFrom('GET', 'POST', 'DELETE'),
    path,
    query,
    headers: fc.record({ 'x-amz-any': header }),
    body: fc.string({ unit: 'binary', maxLength: 40 }),
  })

  test('is verified as signed', async () => {
    await fc.assert(
      fc.asyncProperty(call, fc.boolean(), async (given, byQuery) => {
        const { request, body } = await (byQuery ? presigned(given) : signed(given))
        expect(beginVerification(request, keyring, options)(body).accessKeyId).toBe('AKIDALICE')
      }),
      { numRuns: 300 },
    )
  })
})
