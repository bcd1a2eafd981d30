import { describe, expect, test } from 'vitest'
import { FakeFunctions, returned } from '../integrations/test-integration.ts'
import type { RouteDocument } from '../store/documents.ts'
import { FUNCTION, testWebSocketApi } from './test-websocket-api.ts'

/** Spec: websocket-api.md sections 2.2, 4.3 and 13.1. */

/** A function behind `$connect`, and one that tells who the client is: by `?allow`. */
function demanding(RequestParameters: RouteDocument['RequestParameters'], more: Partial<RouteDocument> = {}) {
  const functions = new FakeFunctions(({ target, payload }) => {
    if (target.functionName !== 'who') return returned('{"statusCode":200}')
    const Effect = payload.includes('"allow":') ? 'Allow' : 'Deny'
    const policyDocument = { Statement: { Effect, Action: '*', Resource: '*' } }
    return returned(JSON.stringify({ principalId: 'ann', policyDocument }))
  })
  const routes = { $connect: { integration: FUNCTION, more: { RequestParameters, ...more } } }
  const made = testWebSocketApi(routes, {
    backends: { functions },
    put: (draft) =>
      draft.put('authorizers', 'au0', {
        AuthorizerId: 'au0',
        AuthorizerType: 'REQUEST',
        Name: 'who',
        AuthorizerUri: 'arn:aws:lambda:eu-west-1:111122223333:function:who',
      }),
  })
  return made.then((gateway) => ({ ...gateway, functions }))
}

const required = { Required: true }
const token = 'route.request.querystring.authToken'
const client = 'route.request.header.X-Client'
const both = { [token]: required, [client]: required }

describe('what $connect demands', () => {
  test.each<[what: string, RouteDocument['RequestParameters'], path: string, headers: Record<string, string>]>([
    ['a query parameter', { [token]: required }, '/prod?a=b&authToken=t', {}],
    ['one in another encoding', { [token]: required }, '/prod?auth%54oken=t', {}],
    ['one that has a value at last', { [token]: required }, '/prod?authToken=&authToken=t', {}],
    ['a header, in any case', { [client]: required }, '/prod', { 'x-CLIENT': 'c' }],
    ['both', both, '/prod?authToken=t', { 'X-Client': 'c' }],
    ['all values of one', { 'route.request.multivaluequerystring.a': required }, '/prod?a=b', {}],
    ['what is not required', { [token]: { Required: false }, [client]: {} }, '/prod', {}],
  ])('is there: %s', async (_what, parameters, path, headers) => {
    const { connect, functions } = await demanding(parameters)
    await connect(path, { headers })
    expect(functions.calls).toHaveLength(1)
  })

  test.each<[what: string, RouteDocument['RequestParameters'], path: string, names: string]>([
    ['a query parameter', { [token]: required }, '/prod', 'authToken'],
    ['one in another case', { [token]: required }, '/prod?authtoken=t', 'authToken'],
    ['one that is empty', { [token]: required }, '/prod?authToken=', 'authToken'],
    ['one that is blank', { [token]: required }, '/prod?authToken=%20+', 'authToken'],
    ['one without a value', { [token]: required }, '/prod?authToken', 'authToken'],
    ['a header, not a query parameter', { [client]: required }, '/prod?X-Client=c', 'X-Client'],
    ['several', both, '/prod', 'authToken, X-Client'],
    ['one of several', both, '/prod?authToken=t', 'X-Client'],
    ['a name that every object has', { 'route.request.header.constructor': required }, '/prod', 'constructor'],
  ])('400 without it, and no call of the backend: %s', async (_what, parameters, path, names) => {
    const { refused, functions } = await demanding(parameters)
    expect(await refused(path)).toMatchObject({
      status: 400,
      body: `{"message":"Missing required request parameters: [${names}]"}`,
    })
    expect(functions.calls).toEqual([])
  })

  const authorized: Partial<RouteDocument> = { AuthorizationType: 'CUSTOM', AuthorizerId: 'au0' }

  test('is asked for when it is known who the client is', async () => {
    const { refused, functions } = await demanding({ [token]: required }, authorized)
    expect(await refused('/prod')).toMatchObject({ status: 403 })
    expect(await refused('/prod?allow=1')).toMatchObject({ status: 400 })
    expect(functions.calls.map(({ target }) => target.functionName)).toEqual(['who', 'who'])
  })
})
