import { expect, test } from 'vitest'
import { credentialScopeOf } from './credential-scope.ts'

const scope = { accessKeyId: 'AKID', date: '20261124', region: 'eu-west-1', service: 'sts' }

test.each<[what: string, headers: string[], target: string, expected: object | undefined]>([
  [
    'a header',
    [
      'Authorization',
      'AWS4-HMAC-SHA256 Credential=AKID/20261124/eu-west-1/sts/aws4_request, SignedHeaders=host, Signature=0',
    ],
    '/',
    scope,
  ],
  [
    'a header without blanks',
    [
      'authorization',
      'AWS4-HMAC-SHA256 SignedHeaders=host,Credential=AKID/20261124/eu-west-1/sts/aws4_request,Signature=0',
    ],
    '/',
    scope,
  ],
  ['a presigned query', [], '/?Action=x&X-Amz-Credential=AKID%2F20261124%2Feu-west-1%2Fsts%2Faws4_request', scope],
  ['a presigned query, unescaped', [], '/?X-Amz-Credential=AKID/20261124/eu-west-1/sts/aws4_request&a=b', scope],
  ['a token of another kind', ['authorization', 'Bearer abc'], '/', undefined],
  ['nothing', [], '/v2/apis', undefined],
  ['too few parts', ['authorization', 'AWS4-HMAC-SHA256 Credential=AKID/20261124/sts/aws4_request'], '/', undefined],
  [
    'too many parts',
    ['authorization', 'AWS4-HMAC-SHA256 Credential=A/KID/20261124/eu/sts/aws4_request'],
    '/',
    undefined,
  ],
  ['an empty part', ['authorization', 'AWS4-HMAC-SHA256 Credential=AKID/20261124//sts/aws4_request'], '/', undefined],
  [
    'another name',
    ['authorization', 'AWS4-HMAC-SHA256 XCredential=AKID/20261124/eu-west-1/sts/aws4_request'],
    '/',
    undefined,
  ],
  ['broken escapes', [], '/?X-Amz-Credential=%E0%A4%A', undefined],
  [
    'a credential of 10 KB',
    ['authorization', `AWS4-HMAC-SHA256 Credential=${'a'.repeat(10_000)}/1/2/3/4`],
    '/',
    undefined,
  ],
])('reads %s', (_what, headers, target, expected) => {
  expect(credentialScopeOf(headers, target)).toEqual(expected)
})
