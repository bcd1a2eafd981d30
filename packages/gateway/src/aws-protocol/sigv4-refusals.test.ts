import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { ServiceError } from './service-error.ts'
import { Keyring } from './sigv4-keyring.ts'
import { alice, NOW, presigned, type SignedCall, signed, visitor } from './sigv4-test-signing.ts'
import { beginVerification, type SignedRequest } from './sigv4-verification.ts'

const keyring = new Keyring([alice, visitor])

function refusal({ request, body }: SignedCall, now = NOW): { code: string; status: number; message: string } {
  try {
    beginVerification(request, keyring, { services: ['apigateway'], now })(body)
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return { code: error.code, status: error.status, message: error.message }
  }
  throw new Error('the call was taken')
}

const MISMATCH = {
  code: 'InvalidSignatureException',
  status: 403,
  message:
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key ' +
    'and signing method. Consult the service documentation for details.',
}
const UNKNOWN = {
  code: 'UnrecognizedClientException',
  status: 403,
  message: 'The security token included in the request is invalid.',
}
const invalid = (message: string) => ({ code: 'InvalidSignatureException', status: 403, message })
const incomplete = (message: string) => ({ code: 'IncompleteSignatureException', status: 403, message })
const hash = (text: string) => createHash('sha256').update(text).digest('base64')

const MINUTE = 60_000
const post = { method: 'POST', path: '/v2/apis/a1', query: { tag: ['x', 'y'] }, body: '{"name":"pets"}' }

/** A copy of the call with a header changed (or, by undefined, removed). */
function withHeader({ request, body }: SignedCall, name: string, change: (value: string) => string | undefined) {
  const headers: string[] = []
  let found = false
  for (let index = 0; index < request.headers.length; index += 2) {
    const [key = '', value = ''] = request.headers.slice(index, index + 2)
    const next = key === name ? change(value) : value
    found ||= key === name
    if (next !== undefined) headers.push(key, next)
  }
  const added = found ? undefined : change('')
  if (added !== undefined) headers.push(name, added)
  return { request: { ...request, headers }, body }
}

const withTarget = ({ request, body }: SignedCall, change: (target: string) => string) => ({
  request: { ...request, target: change(request.target) },
  body,
})

describe('a call signed by header', () => {
  const cases: readonly (readonly [what: string, make: () => Promise<SignedCall>, expected: object])[] = [
    [
      'is not signed',
      async () => withHeader(await signed(post), 'authorization', () => undefined),
      { code: 'MissingAuthenticationTokenException', status: 403, message: 'Missing Authentication Token' },
    ],
    ['has a key that nobody knows', () => signed(post, { credential: { ...alice, accessKeyId: 'AKIDBOB' } }), UNKNOWN],
    [
      'has the wrong secret',
      () => signed(post, { credential: { ...alice, secretAccessKey: 'x'.repeat(40) } }),
      MISMATCH,
    ],
    [
      'has the name of an own property of objects for a key',
      () => signed(post, { credential: { ...alice, accessKeyId: '__proto__' } }),
      UNKNOWN,
    ],
    [
      'lacks the token of a temporary key',
      () => signed(post, { credential: { ...visitor, sessionToken: undefined } }),
      UNKNOWN,
    ],
    ['has another token', () => signed(post, { credential: { ...visitor, sessionToken: 'other' } }), UNKNOWN],
    [
      'has a token where the key has none',
      () => signed(post, { credential: { ...alice, sessionToken: 'x' } }),
      UNKNOWN,
    ],
    [
      'is a bearer token',
      async () => withHeader(await signed(post), 'authorization', () => 'Bearer abc'),
      incomplete(
        'Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with ' +
          `Base64): '${hash('abc')}'.`,
      ),
    ],
    [
      'lacks every part',
      async () =>
        withHeader(
          withHeader(await signed(post), 'authorization', () => 'AWS4-HMAC-SHA256'),
          'x-amz-date',
          () => undefined,
        ),
      incomplete(
        "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. " +
          "Authorization header requires 'SignedHeaders' parameter. Authorization header requires existence of either a " +
          `'X-Amz-Date' or a 'Date' header. (Hashed with SHA-256 and encoded with Base64) Authorization=${hash('AWS4-HMAC-SHA256')}`,
      ),
    ],
    [
      'names a part twice',
      async () => withHeader(await signed(post), 'authorization', (value) => `${value}, Signature=00`),
      incomplete("Duplicate 'Signature' parameter in Authorization header."),
    ],
    [
      'has another algorithm',
      async () => withHeader(await signed(post), 'authorization', (value) => value.replace('SHA256', 'SHA512')),
      incomplete("Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512'."),
    ],
    [
      'has a date that is none',
      async () => withHeader(await signed(post), 'x-amz-date', () => '20261324T120000Z'),
      incomplete(
        "Date must be in ISO-8601 'basic format'. Got '20261324T120000Z'. See http://en.wikipedia.org/wiki/ISO_8601",
      ),
    ],
    [
      'has a day that no calendar has',
      async () => withHeader(await signed(post), 'x-amz-date', () => '20270230T120000Z'),
      incomplete(
        "Date must be in ISO-8601 'basic format'. Got '20270230T120000Z'. See http://en.wikipedia.org/wiki/ISO_8601",
      ),
    ],
    [
      'is too old',
      () => signed(post, { at: NOW - 15 * MINUTE - 1000 }),
      invalid('Signature expired: 20261124T114459Z is now earlier than 20261124T114500Z (20261124T120000Z - 15 min.)'),
    ],
    [
      'is of the future',
      () => signed(post, { at: NOW + 15 * MINUTE + 1000 }),
      invalid(
        'Signature not yet current: 20261124T121501Z is still later than 20261124T121500Z (20261124T120000Z + 15 min.)',
      ),
    ],
    [
      'leaves out the host',
      async () => withHeader(await signed(post), 'authorization', (value) => value.replace('host;', '')),
      invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."),
    ],
    [
      'leaves out its date',
      async () => withHeader(await signed(post), 'authorization', (value) => value.replace(';x-amz-date', '')),
      invalid("'x-amz-date' must be a 'SignedHeader' in the AWS Authorization."),
    ],
    [
      'leaves out an x-amz- header',
      async () => withHeader(await signed(post), 'x-amz-added', () => 'later'),
      invalid("'x-amz-added' must be a 'SignedHeader' in the AWS Authorization."),
    ],
    [
      'signs a header that is not there',
      async () => withHeader(await signed({ ...post, headers: { accept: 'x' } }), 'accept', () => undefined),
      MISMATCH,
    ],
    [
      'has a credential of four parts',
      async () => withHeader(await signed(post), 'authorization', (value) => value.replace('/apigateway', '')),
      incomplete(
        'Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got ' +
          "'AKIDALICE/20261124/eu-west-1/aws4_request'",
      ),
    ],
    [
      'is for another service',
      () => signed(post, { service: 's3' }),
      invalid("Credential should be scoped to correct service: 'apigateway'. "),
    ],
    [
      'has nothing right in its scope',
      async () =>
        withHeader(await signed(post), 'authorization', (value) =>
          value.replace('20261124/eu-west-1/apigateway/aws4_request', '20261123/EU/s3/aws5_request'),
        ),
      invalid(
        "Credential should be scoped to a valid region, not 'EU'. Credential should be scoped to correct service: " +
          "'apigateway'. Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5_request'. " +
          'Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: ' +
          "'20261123' != '20261124', from '20261124T120000Z'.",
      ),
    ],
    [
      'is presigned, too',
      async () => withTarget(await signed(post), (target) => `${target}&X-Amz-Algorithm=AWS4-HMAC-SHA256`),
      invalid("Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header."),
    ],
    [
      'does not sign its body',
      () => signed({ ...post, headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } }),
      MISMATCH,
    ],
    [
      'has two dates',
      async () => {
        const call = await signed(post)
        return {
          ...call,
          request: { ...call.request, headers: [...call.request.headers, 'X-Amz-Date', '20200101T000000Z'] },
        }
      },
      incomplete(
        "Date must be in ISO-8601 'basic format'. Got '20261124T120000Z,20200101T000000Z'. See http://en.wikipedia.org/wiki/ISO_8601",
      ),
    ],
  ]
  test.each(cases)('%s', async (_what, make, expected) => {
    expect(refusal(await make())).toEqual(expected)
  })
})

describe('a presigned call', () => {
  const cases: readonly (readonly [what: string, make: () => Promise<SignedCall>, now: number, expected: object])[] = [
    [
      'lacks parts',
      async () => withTarget(await presigned({}), () => '/v2/apis?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date='),
      NOW,
      incomplete(
        "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters must include " +
          "'X-Amz-Signature'. AWS query-string parameters must include 'X-Amz-SignedHeaders'. AWS query-string " +
          "parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.",
      ),
    ],
    [
      'names a part twice',
      async () => withTarget(await presigned({}), (target) => `${target}&X-Amz-Date=20200101T000000Z`),
      NOW,
      incomplete("Duplicate query parameter 'X-Amz-Date'. Re-examine the query-string parameters."),
    ],
    [
      'is over',
      () => presigned({}, { expiresIn: 90 }),
      NOW + 92_000,
      invalid('Signature expired: 20261124T120000Z is now earlier than 20261124T120002Z (20261124T120132Z - 90 sec.)'),
    ],
    [
      'is valid for too long',
      async () => withTarget(await presigned({}), (target) => target.replace('Expires=900', 'Expires=604801')),
      NOW,
      incomplete(
        'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
      ),
    ],
    [
      'is valid for less than no time',
      async () => withTarget(await presigned({}), (target) => target.replace('Expires=900', 'Expires=-1')),
      NOW,
      incomplete('X-Amz-Expires must be non-negative'),
    ],
    [
      'is valid for no number',
      async () => withTarget(await presigned({}), (target) => target.replace('Expires=900', 'Expires=1e3')),
      NOW,
      incomplete('X-Amz-Expires should be a number'),
    ],
    [
      'lasts longer than signed',
      async () => withTarget(await presigned({}), (t) => t.replace('=900', '=901')),
      NOW,
      MISMATCH,
    ],
    [
      'has another method',
      async () => {
        const call = await presigned({})
        return { ...call, request: { ...call.request, method: 'DELETE' } }
      },
      NOW,
      MISMATCH,
    ],
    ['has a parameter more', async () => withTarget(await presigned({}), (target) => `${target}&a=b`), NOW, MISMATCH],
    ['has a body', async () => ({ ...(await presigned({})), body: Buffer.from('x') }), NOW, MISMATCH],
    [
      'has a header that only its query may hold',
      async () => withHeader(await presigned({}), 'x-amz-security-token', () => 'x'),
      NOW,
      invalid("'x-amz-security-token' must be a 'SignedHeader' in the AWS Authorization."),
    ],
    [
      'lacks the token of its key',
      async () =>
        withTarget(await presigned({}, { credential: visitor }), (target) =>
          target.replace(/X-Amz-Security-Token=[^&]*&?/, ''),
        ),
      NOW,
      MISMATCH,
    ],
  ]
  test.each(cases)('%s', async (_what, make, now, expected) => {
    expect(refusal(await make(), now)).toEqual(expected)
  })

  test('is taken to its last second, and for a week', async () => {
    for (const [expiresIn, later] of [
      [90, 90_000],
      [604_800, 604_800_000],
    ] as const) {
      const { request, body } = await presigned({}, { expiresIn })
      const options = { services: ['apigateway'], now: NOW + later }
      expect(beginVerification(request, keyring, options)(body).accessKeyId).toBe('AKIDALICE')
    }
  })
})

describe('every byte counts', () => {
  /** Each changed in every place, one at a time; what is refused must be all of them. */
  const parts: readonly (readonly [
    part: string,
    read: (request: SignedRequest) => string,
    write: (request: SignedRequest, text: string) => SignedRequest,
  ])[] = [
    ['method', (request) => request.method, (request, method) => ({ ...request, method })],
    ['target', (request) => request.target, (request, target) => ({ ...request, target })],
    ...['host', 'x-amz-date', 'x-amz-note', 'content-type', 'authorization'].map(
      (name) =>
        [
          `header ${name}`,
          (request: SignedRequest) => request.headers[request.headers.indexOf(name) + 1] ?? '',
          (request: SignedRequest, text: string) => ({
            ...request,
            headers: request.headers.with(request.headers.indexOf(name) + 1, text),
          }),
        ] as const,
    ),
  ]
  test.each(parts)('of the %s', async (_part, read, write) => {
    const headers = { 'content-type': 'application/json', 'x-amz-note': 'b' }
    const { request, body } = await signed({ ...post, headers })
    const text = read(request)
    expect(text).not.toBe('')
    for (let index = 0; index < text.length; index += 1) {
      // Between the parameters of Authorization, blanks and commas are all the same.
      if (/[ ,]/.test(text[index] ?? '')) continue
      const other = text[index] === 'q' ? 'z' : 'q'
      const changed = write(request, text.slice(0, index) + other + text.slice(index + 1))
      expect(refusal({ request: changed, body }).status, `${text.slice(0, index)}>${other}<`).toBe(403)
    }
  })

  test('of the body', async () => {
    const { request, body } = await signed(post)
    for (let index = 0; index < body.length; index += 1) {
      expect(refusal({ request, body: body.with(index, (body[index] ?? 0) ^ 1) })).toEqual(MISMATCH)
    }
    expect(refusal({ request, body: body.subarray(1) })).toEqual(MISMATCH)
    expect(refusal({ request, body: Buffer.concat([body, Buffer.from([0])]) })).toEqual(MISMATCH)
  })

  test('of the signature, in length and case', async () => {
    const call = await signed(post)
    for (const change of [
      (value: string) => value.slice(0, -1),
      (value: string) => `${value}0`,
      (value: string) =>
        value.replace(/Signature=.*/, (found) => found.toUpperCase().replace('SIGNATURE', 'Signature')),
      (value: string) => value.replace(/Signature=.*/, 'Signature='),
      (value: string) => value.replace(/Signature=.*/, 'Signature=☃'),
    ]) {
      expect(refusal(withHeader(call, 'authorization', change))).toEqual(MISMATCH)
    }
  })

  test('and characters that share a byte are not the same', async () => {
    const call = await signed({ headers: { 'x-amz-note': 'A' } })
    expect(refusal(withHeader(call, 'x-amz-note', () => '\u0141'))).toEqual(MISMATCH)
    const { request, body } = await signed({ path: '/v2/apis/%141' })
    expect(refusal({ request: { ...request, target: '/v2/apis/\u0141' }, body })).toEqual(MISMATCH)
  })
})

test('no refusal tells a secret, a token or a signature', async () => {
  const wrong = { ...visitor, secretAccessKey: 'the-secret-of-somebody-else' }
  const calls = [await signed(post, { credential: wrong }), await presigned(post, { credential: wrong })]
  for (const call of calls) {
    const { message } = refusal(call)
    for (const secret of [visitor.secretAccessKey, wrong.secretAccessKey, 'FwoGZXIv', 'Signature=']) {
      expect(message).not.toContain(secret)
    }
  }
})
