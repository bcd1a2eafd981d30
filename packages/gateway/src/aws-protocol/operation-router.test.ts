import { describe, expect, test } from 'vitest'
import { apigatewayv2 as model } from '../model/apigatewayv2.generated.ts'
import { OperationRouter } from './operation-router.ts'

const router = new OperationRouter(model)

test.each(Object.entries(model.operations))(
  '%s is found by its own method and path',
  (name, { method, path, input }) => {
    const match = router.match(method, path.replaceAll(/\{(\w+)\}/g, 'the-$1'))
    expect(match?.name).toBe(name)
    const members = Object.values(model.shapes[input] ?? {}).filter((member) => member.in === 'path')
    const expected = members.map(({ wire }) => [wire, `the-${wire}`] as const)
    expect(match?.labels).toEqual(new Map(expected))
  },
)

describe('labels', () => {
  test.each<[method: string, path: string, label: string, value: string]>([
    ['GET', '/v2/apis/%24default', 'ApiId', '$default'],
    ['GET', '/v2/apis/a%2Fb%25', 'ApiId', 'a/b%'],
    ['GET', '/v2/apis/a+b', 'ApiId', 'a+b'],
    ['GET', '/v2/apis/%C3%A9', 'ApiId', 'é'],
    ['GET', '/v2/apis/__proto__', 'ApiId', '__proto__'],
    ['DELETE', '/v2/apis/a/stages/s/routesettings/GET%20%2Fx%2F%7Bp%7D', 'RouteKey', 'GET /x/{p}'],
    ['GET', '/v2/tags/arn%3Aaws%3Aapigateway%3Ar%3A%3A%2Fapis%2Fa', 'ResourceArn', 'arn:aws:apigateway:r::/apis/a'],
    [
      'GET',
      '/v2/tags/arn:aws:apigateway:r::/apis/a/stages/$default',
      'ResourceArn',
      'arn:aws:apigateway:r::/apis/a/stages/$default',
    ],
    [
      'GET',
      '/v2/tags/arn:aws:apigateway:r::/apis/a/stages/%24default',
      'ResourceArn',
      'arn:aws:apigateway:r::/apis/a/stages/$default',
    ],
  ])('%s %s', (method, path, label, value) => {
    expect(router.match(method, path)?.labels.get(label)).toBe(value)
  })
})

test.each([
  ['POST', '/v2/apis/a'],
  ['get', '/v2/apis'],
  ['GET', '/v2/apis/'],
  ['GET', '/v2//apis'],
  ['GET', '/v2'],
  ['GET', '/'],
  ['GET', ''],
  ['GET', '/v1/apis'],
  ['GET', '/v2/apis/a/routes/'],
  ['GET', '/v2/apis/a/__proto__'],
  ['GET', '/__proto__'],
  ['constructor', '/v2/apis'],
  ['GET', '/v2/apis/%'],
  ['GET', '/v2/apis/%zz'],
  ['GET', '/v2/apis/%ff'],
  ['GET', '/v2/apis/%ED%A0%80'],
  ['GET', '/v2/tags/'],
  ['GET', '/v2/tags'],
])('%s %s is no operation', (method, path) => {
  expect(router.match(method, path)).toBeUndefined()
})
