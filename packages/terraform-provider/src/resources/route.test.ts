import { expect, test } from 'vitest'
import { changesOf, type RouteState } from './route.ts'

const parameter = (request_parameter_key: string, required: boolean) => ({ request_parameter_key, required })

const base: RouteState = {
  api_id: 'api',
  api_key_required: true,
  authorization_scopes: ['read'],
  authorization_type: 'JWT',
  authorizer_id: 'a1',
  id: '1',
  model_selection_expression: '$request.body.kind',
  operation_name: 'Send',
  request_models: { one: 'One', two: 'Two' },
  route_key: 'send',
  route_response_selection_expression: '$default',
  target: 'integrations/1',
  request_parameter: [parameter('route.request.header.a', true), parameter('route.request.header.b', false)],
}

test.each<[string, Partial<RouteState>, object]>([
  ['nothing', {}, {}],
  ['a key', { route_key: 'post' }, { RouteKey: 'post' }],
  ['an API key that is not required any more', { api_key_required: false }, { ApiKeyRequired: false }],
  ['a text that goes', { operation_name: null }, { OperationName: '' }],
  ['a target that goes', { target: null }, { Target: '' }],
  ['scopes that go', { authorization_scopes: null }, { AuthorizationScopes: [] }],
  [
    'an authorizer, along with the type of authorization',
    { authorizer_id: 'a2' },
    { AuthorizerId: 'a2', AuthorizationType: 'JWT' },
  ],
  [
    'authorization that goes',
    { authorizer_id: null, authorization_type: 'NONE' },
    { AuthorizerId: '', AuthorizationType: 'NONE' },
  ],
  ['a model that goes', { request_models: { one: 'One' } }, { RequestModels: { one: 'One', two: '' } }],
  ['models that all go', { request_models: null }, { RequestModels: { one: '', two: '' } }],
  [
    'one of two parameters',
    { request_parameter: [parameter('route.request.header.a', false), parameter('route.request.header.b', false)] },
    { RequestParameters: { 'route.request.header.a': { Required: false } } },
  ],
  ['a parameter that goes, which has a call of its own', { request_parameter: base.request_parameter.slice(1) }, {}],
])('%s', (_, changed, members) => {
  expect(changesOf(base, { ...base, ...changed })).toEqual(members)
})
