/**
 * Writes packages/gateway/src/model/*.generated.ts from the schemas that the AWS SDK clients export.
 * `--check` writes nothing and fails where a file differs from what the SDK says.
 */
import { readFile, writeFile } from 'node:fs/promises'
import * as apigatewayv2 from '@aws-sdk/client-apigatewayv2'
import * as lambda from '@aws-sdk/client-lambda'
import type { MemberModel, OperationModel, ShapeModel, TypeModel } from '../packages/gateway/src/model/service-model.ts'

// Smithy's compact schema encoding, as @smithy/core/schema reads it: arrays whose first element tells the kind,
// numbers for scalars, bits for lists and maps, functions for lazy references.
type Schema = number | readonly unknown[] | (() => Schema)
const [SIMPLE, LIST, MAP, STRUCTURE, ERROR, OPERATION] = [0, 1, 2, 3, -3, 9]
const [LABEL_TRAIT, PAYLOAD_TRAIT, STATUS_TRAIT] = [1, 16, 32]
const [LIST_BIT, MAP_BIT] = [64, 128]
const scalars = new Map<number, TypeModel>([
  [0, 'string'],
  [1, 'integer'],
  [2, 'boolean'],
  [4, 'epoch'],
  [5, 'timestamp'],
  [21, 'blob'],
])

interface Service {
  readonly file: string
  readonly sdk: string
  readonly signingName: string
  readonly exports: Readonly<Record<string, unknown>>
  /** Operations whose shapes are wanted; the others are known by name and path alone. All where there is no list. */
  readonly shaped?: ReadonlySet<string>
}

/** What `functions/` serves. Layers, event sources, URLs and the like are not built: their 37 KB of shapes stay out. */
const servedByLambda = new Set([
  'AddPermission',
  'CreateAlias',
  'CreateFunction',
  'DeleteAlias',
  'DeleteFunction',
  'DeleteFunctionConcurrency',
  'GetAccountSettings',
  'GetAlias',
  'GetFunction',
  'GetFunctionCodeSigningConfig',
  'GetFunctionConcurrency',
  'GetFunctionConfiguration',
  'GetFunctionEventInvokeConfig',
  'GetFunctionRecursionConfig',
  'GetFunctionUrlConfig',
  'GetPolicy',
  'GetProvisionedConcurrencyConfig',
  'GetRuntimeManagementConfig',
  'Invoke',
  'ListAliases',
  'ListFunctionEventInvokeConfigs',
  'ListFunctions',
  'ListFunctionUrlConfigs',
  'ListProvisionedConcurrencyConfigs',
  'ListTags',
  'ListVersionsByFunction',
  'PublishVersion',
  'PutFunctionConcurrency',
  'RemovePermission',
  'TagResource',
  'UntagResource',
  'UpdateAlias',
  'UpdateFunctionCode',
  'UpdateFunctionConfiguration',
])

const services: readonly Service[] = [
  { file: 'apigatewayv2', sdk: '@aws-sdk/client-apigatewayv2', signingName: 'apigateway', exports: apigatewayv2 },
  { file: 'lambda', sdk: '@aws-sdk/client-lambda', signingName: 'lambda', exports: lambda, shaped: servedByLambda },
]

function generate(service: Service): string {
  const schemas = Object.entries(service.exports)
    .filter(([name, value]) => name.endsWith('$') && Array.isArray(value))
    .map(([, value]) => value as readonly unknown[])
  const operations: Record<string, OperationModel> = {}
  const shapes: Record<string, ShapeModel> = {}
  const errors: Record<string, number> = {}

  const typeOf = (schema: Schema): TypeModel => {
    if (typeof schema === 'function') return typeOf(schema())
    if (typeof schema === 'number') {
      if (schema & MAP_BIT) return { map: typeOf(schema & ~MAP_BIT) }
      if (schema & LIST_BIT) return { list: typeOf(schema & ~LIST_BIT) }
      const scalar = scalars.get(schema)
      if (scalar === undefined) throw new Error(`${service.sdk}: unknown scalar ${schema}`)
      return scalar
    }
    if (!isSchemaTuple(schema)) return typeOf(schema[0] as Schema) // [schema, traits]
    if (schema[0] === SIMPLE) return typeOf(schema[4] as Schema)
    if (schema[0] === LIST) return { list: typeOf(schema[4] as Schema) }
    if (schema[0] === MAP) return { map: typeOf(schema[5] as Schema) }
    if (schema[0] === STRUCTURE) {
      addShape(schema)
      return { shape: String(schema[2]) }
    }
    throw new Error(`${service.sdk}: unknown schema kind ${String(schema[0])}`)
  }

  const addShape = (schema: readonly unknown[]): string => {
    const name = String(schema[2])
    if (name in shapes) return name
    const members: Record<string, MemberModel> = {}
    shapes[name] = members
    const names = schema[4] as readonly string[]
    const types = schema[5] as readonly unknown[]
    const required = Number(schema[6] ?? 0)
    for (const [index, member] of names.entries()) {
      const entry = types[index]
      const isTraited = Array.isArray(entry) && entry.length === 2 && !isSchemaTuple(entry)
      const [type, traits] = isTraited ? (entry as [Schema, number | Record<string, string>]) : [entry as Schema, 0]
      members[member] = {
        ...place(member, traits),
        type: typeOf(type),
        ...(index < required ? { required: true } : {}),
      }
    }
    return name
  }

  for (const schema of schemas) {
    if (schema[0] === ERROR) {
      const traits = schema[3] as { httpError?: number } | 0
      if (traits !== 0 && traits.httpError !== undefined) errors[String(schema[2])] = traits.httpError
    }
    if (schema[0] !== OPERATION) continue
    const isShaped = service.shaped?.has(String(schema[2])) ?? true
    const [method, path, status] = (schema[3] as { http: [string, string, number] }).http
    const [input, output] = [schema[4], schema[5]].map((ref) => {
      if (!isShaped) return ''
      const resolved = (ref as () => Schema)()
      return Array.isArray(resolved) && resolved[0] === STRUCTURE && resolved[2] !== '__Unit' ? addShape(resolved) : ''
    }) as [string, string]
    operations[String(schema[2])] = { method, path, status, input, output }
  }

  const typeLines = Object.keys(operations)
    .filter((name) => service.shaped?.has(name) ?? true)
    .sort()
    .map((name) => {
      const operation = operations[name] as OperationModel
      return `  ${name}: { input: ${typeName(operation.input)}; output: ${typeName(operation.output)} }`
    })
    .join('\n')
  return `// Generated by scripts/generate-model.ts from ${service.sdk}. Do not edit: run \`npm run generate\`.
import type * as sdk from '${service.sdk}'
import type { ServiceModel } from './service-model.ts'

type NoMembers = Record<never, never>

/** Each operation's input and output, in the SDK's own types. */
export interface Operations {
${typeLines}
}

export const ${service.file}: ServiceModel = {
  signingName: '${service.signingName}',
  operations: {
${lines(operations)}
  },
  shapes: {
${lines(shapes)}
  },
  errors: {
${lines(errors)}
  },
}
`
}

function lines(table: Record<string, unknown>): string {
  return Object.keys(table)
    .sort()
    .map((key) => `    ${key}: ${JSON.stringify(table[key])},`)
    .join('\n')
}

const typeName = (shape: string): string => (shape === '' ? 'NoMembers' : `sdk.${shape}`)

/** A two-element array may be `[schema, traits]` or, in principle, a schema: schemas start with a kind and a namespace. */
function isSchemaTuple(entry: readonly unknown[]): boolean {
  return typeof entry[0] === 'number' && typeof entry[1] === 'string'
}

function place(member: string, traits: number | Record<string, string>): Pick<MemberModel, 'wire' | 'in'> {
  if (typeof traits === 'number') {
    if (traits & LABEL_TRAIT) return { wire: member, in: 'path' }
    if (traits & PAYLOAD_TRAIT) return { wire: member, in: 'payload' }
    if (traits & STATUS_TRAIT) return { wire: member, in: 'status' }
    return { wire: member, in: 'body' }
  }
  if (traits['httpQuery'] !== undefined) return { wire: traits['httpQuery'], in: 'query' }
  if (traits['httpHeader'] !== undefined) return { wire: traits['httpHeader'], in: 'header' }
  return { wire: traits['jsonName'] ?? member, in: 'body' }
}

const isCheck = process.argv.includes('--check')
for (const service of services) {
  const file = new URL(`../packages/gateway/src/model/${service.file}.generated.ts`, import.meta.url)
  const fresh = generate(service)
  if (!isCheck) {
    await writeFile(file, fresh)
    console.log(`wrote ${service.file}.generated.ts`)
  } else if ((await readFile(file, 'utf8').catch(() => '')) !== fresh) {
    console.error(`${service.file}.generated.ts is not what ${service.sdk} says: run npm run generate`)
    process.exitCode = 1
  }
}
