import { expect, test } from 'vitest'
import { lambda } from '../model/lambda.generated.ts'
import type { TypeModel } from '../model/service-model.ts'
import { lambdaConstraintOf, lambdaConstraints, lambdaTypeOf } from './lambda-constraints.ts'

const members = Object.entries(lambda.shapes).flatMap(([shape, list]) =>
  Object.entries(list).map(([member, { type }]) => ({ shape, member, type: leafOf(type) })),
)

function leafOf(type: TypeModel): TypeModel {
  if (typeof type !== 'object' || 'shape' in type) return type
  return leafOf('list' in type ? type.list : type.map)
}

test.each([...lambdaConstraints])(
  '%s is a member of the model, of a type that its constraint is for',
  (name, constraint) => {
    const [first = '', second] = name.split('.')
    const meant = members.filter(({ shape, member }) =>
      second === undefined ? member === first : shape === first && member === second,
    )
    const expected = constraint.range === undefined ? 'string' : 'integer'
    expect(meant.map(({ type }) => type)).toContain(expected)
  },
)

/** What has no bound but that of the whole body, and why. */
const unbounded = new Set([
  // settings-rules.ts checks them, or refuses all values.
  'Architectures',
  'Command',
  'EntryPoint',
  'ImageUri',
  'Layers',
  'WorkingDirectory',
  // Not served.
  'S3ObjectStorageMode',
  'DurableExecutionName',
  'TenantId',
  // Compared, and not kept.
  'TagKeys',
])

const inputs = [
  'CreateFunctionRequest',
  'UpdateFunctionConfigurationRequest',
  'UpdateFunctionCodeRequest',
  'FunctionCode',
  'VpcConfig',
  'DeadLetterConfig',
  'Environment',
  'FileSystemConfig',
  'LoggingConfig',
  'SnapStart',
  'TracingConfig',
  'AddPermissionRequest',
  'RemovePermissionRequest',
  'CreateAliasRequest',
  'UpdateAliasRequest',
  'PublishVersionRequest',
  'TagResourceRequest',
  'UntagResourceRequest',
  'InvocationRequest',
]

test.each(inputs)('every text of %s is bounded', (shape) => {
  const texts = Object.entries(lambda.shapes[shape] ?? {}).filter(([, { type }]) => leafOf(type) === 'string')
  expect(lambda.shapes[shape]).toBeDefined()
  const loose = texts.filter(([member]) => lambdaConstraintOf(shape, member) === undefined && !unbounded.has(member))
  expect(loose.map(([member]) => member)).toEqual([])
})

test('weights are fractions', () => {
  expect(lambdaTypeOf('AdditionalVersionWeights', { map: 'integer' })).toEqual({ map: 'double' })
  expect(lambdaTypeOf('Timeout', 'integer')).toBe('integer')
})

test('names that objects of JavaScript know have no constraints', () => {
  for (const name of ['constructor', '__proto__', 'toString']) expect(lambdaConstraintOf(name, name)).toBeUndefined()
})
