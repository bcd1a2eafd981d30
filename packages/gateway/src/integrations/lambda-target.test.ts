import { describe, expect, test } from 'vitest'
import { DefinitionError } from '../expression/definition-error.ts'
import { parseCredentials, parseFunctionUri } from './lambda-target.ts'

const ACCOUNT = '111122223333'
const CART = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:cart`

function invocation(arn: string, partition = 'aws'): string {
  return `arn:${partition}:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}/invocations`
}

describe('integration_uri', () => {
  test.each<[uri: string, arn: string, functionName: string, qualifier: string | undefined, region?: string]>([
    [CART, CART, 'cart', undefined],
    [`${CART}:7`, `${CART}:7`, 'cart', '7'],
    [`${CART}:live-blue_1`, `${CART}:live-blue_1`, 'cart', 'live-blue_1'],
    [`${CART}:$LATEST`, `${CART}:$LATEST`, 'cart', '$LATEST'],
    [invocation(CART), CART, 'cart', undefined],
    [invocation(`${CART}:live`), `${CART}:live`, 'cart', 'live'],
    [invocation(`${CART}:$LATEST`), `${CART}:$LATEST`, 'cart', '$LATEST'],
    [
      `arn:aws-cn:lambda:cn-north-1:${ACCOUNT}:function:f`,
      `arn:aws-cn:lambda:cn-north-1:${ACCOUNT}:function:f`,
      'f',
      undefined,
      'cn-north-1',
    ],
    [
      invocation(`arn:aws-us-gov:lambda:us-gov-west-1:${ACCOUNT}:function:f`, 'aws-us-gov'),
      `arn:aws-us-gov:lambda:us-gov-west-1:${ACCOUNT}:function:f`,
      'f',
      undefined,
      'us-gov-west-1',
    ],
  ])('%s', (uri, arn, functionName, qualifier, region = 'eu-west-1') => {
    expect(parseFunctionUri(uri).bind({})).toEqual({ arn, region, accountId: ACCOUNT, functionName, qualifier })
  })

  test.each<[uri: string, variables: Record<string, string>, arn: string, functionName: string, qualifier?: string]>([
    [`arn:aws:lambda:eu-west-1:${ACCOUNT}:function:\${stageVariables.fn}`, { fn: 'cart' }, CART, 'cart'],
    [`arn:aws:lambda:eu-west-1:${ACCOUNT}:function:\${stageVariables.fn}`, { fn: 'cart:2' }, `${CART}:2`, 'cart', '2'],
    [invocation(`${CART}:\${stageVariables.alias}`), { alias: 'live' }, `${CART}:live`, 'cart', 'live'],
    [invocation('${stageVariables.arn}'), { arn: CART }, CART, 'cart'],
    [
      `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:c\${stageVariables.a}t-\${stageVariables.b}:v\${stageVariables.c}`,
      { a: 'ar', b: 'eu', c: '1' },
      `${CART}-eu:v1`,
      'cart-eu',
      'v1',
    ],
  ])('%s with %j', (uri, variables, arn, functionName, qualifier) => {
    expect(parseFunctionUri(uri).bind(variables)).toMatchObject({ arn, functionName, qualifier })
  })

  test.each<[uri: string, variables: Record<string, string>, problem: string]>([
    [`${CART}:\${stageVariables.alias}`, {}, 'the stage variable alias is not defined'],
    [`${CART}:\${stageVariables.toString}`, {}, 'the stage variable toString is not defined'],
    [`${CART}:\${stageVariables.alias}`, { alias: 'a/b' }, 'names no Lambda function; allowed are '],
    [invocation('${stageVariables.arn}'), { arn: 'cart' }, 'names no Lambda function; allowed are '],
  ])('%s with %j: %s', (uri, variables, problem) => {
    expect(parseFunctionUri(uri).bind(variables)).toContain(problem)
  })

  test.each([
    '',
    'cart',
    'http://example.com',
    'arn:aws:lambda:x',
    'arn:aws:sqs:eu-west-1:111122223333:function:cart',
    'arn:aws:lambda:eu-west-1:1:function:cart',
    'arn:aws:lambda::111122223333:function:cart',
    'arn:aws:lambda:eu-west-1:111122223333:layer:cart:1',
    'arn:aws:lambda:eu-west-1:111122223333:function:',
    `${CART}:`,
    `${CART}:a:b`,
    `${CART}:$NEWEST`,
    `${CART}/x`,
    `${CART} `,
    `${CART}{id}`,
    `azure:${CART}`,
    invocation('cart'),
    invocation(CART).replace('2015-03-31', '2020-01-01'),
    invocation(CART).replace('/invocations', ''),
    `${invocation(CART)}/`,
    '${stageVariables.uri}',
    'http://${stageVariables.host}/',
    invocation('${stageVariables.arn}').replace('/invocations', '/invoke'),
    `${CART}:\${stageVariables.alias}/x`,
  ])('%j cannot be deployed', (uri) => {
    expect(() => parseFunctionUri(uri)).toThrow(DefinitionError)
    expect(() => parseFunctionUri(uri)).toThrow(/names no Lambda function; allowed are arn:aws:lambda:\{region\}/)
  })

  test('a long one is not echoed whole', () => {
    expect(() => parseFunctionUri('x'.repeat(10_000))).toThrow(/^.{200,700}$/)
  })
})

describe('credentials_arn', () => {
  const role = `arn:aws:iam::${ACCOUNT}:role/path/gateway`
  test.each<[arn: string, variables: Record<string, string>, expected: unknown]>([
    [role, {}, { kind: 'role', arn: role }],
    ['arn:aws:iam::*:user/*', {}, { kind: 'caller' }],
    ['arn:aws-cn:iam::*:user/*', {}, { kind: 'caller' }],
    [`arn:aws:iam::${ACCOUNT}:role/\${stageVariables.r}`, { r: 'path/gateway' }, { kind: 'role', arn: role }],
    [`arn:aws:iam::${ACCOUNT}:\${stageVariables.r}`, { r: 'role/path/gateway' }, { kind: 'role', arn: role }],
    [`arn:aws:iam::${ACCOUNT}:role/\${stageVariables.r}`, {}, 'the stage variable r is not defined'],
  ])('%s with %j', (arn, variables, expected) => {
    expect(parseCredentials(arn).bind(variables)).toEqual(expected)
  })

  test.each([
    '',
    'role/x',
    `arn:aws:iam::${ACCOUNT}:user/bob`,
    `arn:aws:iam::${ACCOUNT}:user/*`,
    'arn:aws:iam::*:role/x',
    'arn:aws:iam::1:role/x',
    '${stageVariables.all}',
    `arn:aws:iam::${ACCOUNT}:user/\${stageVariables.r}`,
  ])('%j cannot be deployed', (arn) => {
    expect(() => parseCredentials(arn)).toThrow(DefinitionError)
    expect(() => parseCredentials(arn)).toThrow(
      'allowed are arn:aws:iam::{account}:role/{name} and arn:aws:iam::*:user/*',
    )
  })
})
