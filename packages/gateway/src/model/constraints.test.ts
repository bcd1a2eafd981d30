import { expect, test } from 'vitest'
import { apigatewayv2 as model } from './apigatewayv2.generated.ts'
import { type Constraint, constraintOf, constraints, typeOf } from './constraints.ts'
import type { TypeModel } from './service-model.ts'

const shapes = Object.entries(model.shapes)
const members = shapes.flatMap(([shape, list]) =>
  Object.entries(list).map(([member, { type }]) => ({ shape, member, type })),
)

function leafOf(type: TypeModel): TypeModel {
  if (typeof type !== 'object' || 'shape' in type) return type
  return leafOf('list' in type ? type.list : type.map)
}

/** What a member may be for its constraint to mean something; the members of a structure have their own. */
function typesFor({ length, values, range }: Constraint): readonly TypeModel[] {
  if (range !== undefined) return ['integer', 'double']
  return length === undefined && values === undefined ? [] : ['string']
}

test.each([...constraints])(
  '%s is a member of the model, of the type that its constraint is for',
  (name, constraint) => {
    const [first = '', second] = name.split('.')
    const meant = members
      .filter(({ shape, member }) => (second === undefined ? member === first : shape === first && member === second))
      .map(({ member, type }) => typeOf(member, leafOf(type)))
      .filter((type) => typeof type !== 'object')
    expect(meant).not.toEqual([])
    expect(meant.filter((type) => !typesFor(constraint).includes(type))).toEqual([])
  },
)

/** What has no bound but that of the whole body, and why. */
const unbounded = new Set([
  'AuthorizerId',
  'DeploymentId',
  'AllowHeaders',
  'AllowMethods',
  'AllowOrigins',
  'ExposeHeaders',
  'Audience',
  'IdentitySource',
  'RouteResponseKey',
  'RouteResponseSelectionExpression',
  'SecurityGroupIds',
  'SubnetIds',
])

const inputs = [
  'Api',
  'Authorizer',
  'Deployment',
  'DomainName',
  'ApiMapping',
  'Integration',
  'IntegrationResponse',
  'Model',
  'Route',
  'RouteResponse',
  'Stage',
  'VpcLink',
]
  .flatMap((resource) => [`Create${resource}Request`, `Update${resource}Request`])
  .concat('Cors', 'JWTConfiguration', 'TlsConfigInput', 'AccessLogSettings', 'RouteSettings')
  .concat('DomainNameConfiguration', 'MutualTlsAuthenticationInput')

test.each(inputs)('every text that %s stores is bounded, or checked by its form', (shape) => {
  const texts = Object.entries(model.shapes[shape] ?? {}).filter(
    ([, { type, in: place }]) => place === 'body' && leafOf(type) === 'string',
  )
  const loose = texts.filter(([member]) => constraintOf(shape, member) === undefined && !unbounded.has(member))
  expect(loose.map(([member]) => member)).toEqual([])
})

test('names that objects of JavaScript know have no constraints', () => {
  for (const name of ['constructor', '__proto__', 'toString']) expect(constraintOf(name, name)).toBeUndefined()
})

test('a rate may have a fraction', () => {
  expect(typeOf('ThrottlingRateLimit', 'integer')).toBe('double')
  expect(typeOf('ThrottlingBurstLimit', 'integer')).toBe('integer')
})
