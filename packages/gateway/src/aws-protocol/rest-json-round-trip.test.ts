import * as sdk from '@aws-sdk/client-apigatewayv2'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { apigatewayv2 as model } from '../model/apigatewayv2.generated.ts'
import { constraintOf, typeOf } from '../model/constraints.ts'
import type { TypeModel } from '../model/service-model.ts'
import { createRestJsonService } from './rest-json-service.ts'
import { testRestJsonClient } from './rest-json-test-client.ts'

/**
 * The SDK is the oracle: whatever its serializer writes must be decoded to what it was given, and whatever is encoded
 * its deserializer must read. Both for every operation of the model, built or not.
 */

/** Names that a JavaScript object must not be asked for in the usual way are tested in rest-json.test.ts. */
const key = fc.string({ maxLength: 8, unit: 'grapheme' }).filter((text) => text !== '__proto__')

/** Values of a type, within what the member's constraints allow. */
function valueOf(type: TypeModel, shape: string, member: string, place: string): fc.Arbitrary<unknown> {
  if (typeof type === 'object') {
    // An empty list in a query is no list at all.
    if ('list' in type) {
      return fc.array(valueOf(type.list, shape, member, place), { minLength: place === 'query' ? 1 : 0, maxLength: 4 })
    }
    if ('map' in type) {
      return fc.dictionary(key, valueOf(type.map, shape, member, place), { maxKeys: 4, noNullPrototype: true })
    }
    return structureOf(type.shape)
  }
  const {
    values,
    length: [least, most] = [0, 8],
    range: [from, to] = [-(2 ** 31), 2 ** 31 - 1],
  } = constraintOf(shape, member) ?? {}
  switch (type) {
    case 'integer':
      return fc.integer({ min: from, max: to })
    case 'double':
      // JSON has no -0.
      return fc.double({ min: from, max: to, noNaN: true }).map((number) => number + 0)
    case 'boolean':
      return fc.boolean()
    case 'timestamp':
      return fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map(wholeSeconds)
    case 'blob':
      return fc.uint8Array({ minLength: 1, maxLength: 64 })
    default: {
      if (values !== undefined) return fc.constantFrom(...values)
      const minLength = Math.max(least, place === 'path' ? 1 : 0)
      return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(most, 8)), unit: 'grapheme' })
    }
  }
}

function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000)
}

function structureOf(name: string): fc.Arbitrary<Record<string, unknown>> {
  const shape = model.shapes[name] ?? {}
  const members = Object.entries(shape).map(([member, { type, in: place }]) => [
    member,
    valueOf(typeOf(member, type), name, member, place),
  ])
  // A payload is the whole body: it cannot be absent.
  const isRequired = (member: string) => shape[member]?.required === true || shape[member]?.in === 'payload'
  const requiredKeys = Object.keys(shape).filter(isRequired)
  const record = Object.fromEntries(members) as Record<string, fc.Arbitrary<unknown>>
  return fc.record(record, { noNullPrototype: true, requiredKeys })
}

/** An output as handlers give it: dates are ISO-8601 texts. */
function documented(value: unknown): unknown {
  if (value instanceof Date) return `${value.toISOString().slice(0, 19)}Z`
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(documented)
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, documented(member)]))
}

/** Payloads compared by their bytes, whichever class holds them. */
function withPlainBytes(value: object): object {
  const entries = Object.entries(value)
  return Object.fromEntries(entries.map(([name, one]) => [name, one instanceof Uint8Array ? [...one] : one]))
}

const commands = sdk as unknown as Readonly<Record<string, new (input: object) => sdk.GetApiCommand>>

test.each(Object.entries(model.operations))('%s', async (name, operation) => {
  let decoded: unknown
  let output: object = {}
  const handler = (input: unknown) => {
    decoded = input
    return Promise.resolve(output)
  }
  const service = createRestJsonService<Record<string, { input: unknown; output: object }>>(
    model,
    { [name]: handler },
    { jsonDepth: 64 },
  )
  const { client } = testRestJsonClient(service)
  const Command = commands[`${name}Command`]
  if (Command === undefined) throw new Error(`the SDK has no ${name}`)
  await fc.assert(
    fc.asyncProperty(structureOf(operation.input), structureOf(operation.output), async (input, answer) => {
      output = documented(answer) as object
      const { $metadata, ...read } = await client.send(new Command(input))
      expect(decoded).toEqual(documented(input))
      expect($metadata.httpStatusCode).toBe(operation.status)
      expect(withPlainBytes(read)).toEqual(withPlainBytes(answer))
    }),
    { numRuns: 20 },
  )
})
