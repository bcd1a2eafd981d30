import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { CallContext } from '../data-plane/call-context.ts'
import { testRequest } from '../data-plane/test-request.ts'
import { eventBody } from './event-body.ts'
import { LambdaEventV1 } from './lambda-event-v1.ts'
import { LambdaEventV2 } from './lambda-event-v2.ts'
import { readLambdaRequest } from './lambda-request.ts'
import { binding } from './test-integration.ts'

/** Events are written as text: whatever a client sends must leave them JSON, with each thing in its place. */

/** One character for each byte, as the listener hands them over. */
function bytes(from: number, ...without: string[]): fc.Arbitrary<string> {
  const characters = Array.from({ length: 256 - from }, (_, index) => String.fromCharCode(from + index))
  const allowed = characters.filter((character) => character !== '\x7f' && !without.includes(character))
  return fc.string({ unit: fc.constantFrom(...allowed), maxLength: 20 })
}

const name = fc.string({ unit: fc.constantFrom(..."abcXYZ019!#$%&'*+-.^_`|~".split('')), minLength: 1, maxLength: 8 })
const path = bytes(0x21, '?', '#').map((text) => `/${text}`)
const call = fc.record({
  path,
  query: bytes(0x21, '#'),
  value: bytes(0x21, '?', '#', '/'),
  headers: fc.array(fc.tuple(fc.oneof(name, fc.constantFrom('Cookie', 'Host', 'Connection')), bytes(0x20)), {
    maxLength: 8,
  }),
  body: fc.uint8Array({ maxLength: 30 }),
  type: fc.constantFrom('text/plain', 'application/json', 'image/png', ''),
})

test('events are JSON whatever is asked', () => {
  fc.assert(
    fc.property(call, ({ path, query, value, headers, body, type }) => {
      const request = testRequest('POST', path, { headers: [...headers.flat(), 'Content-Type', type] })
      const context = new CallContext('a1b2c3d4e5', request)
      const bound = binding({ routeKey: 'ANY /{"id"}', parameters: ['"id"'], stageVariables: { k: '"' } })
      const read = readLambdaRequest(context, body.length)
      const given = { context, path, query, values: [value] }
      const written = eventBody(body, read.contentType, read.contentEncoding)
      const v1 = JSON.parse(new LambdaEventV1(bound).write(given, read, written)) as Record<string, unknown>
      const v2 = JSON.parse(new LambdaEventV2(bound).write(given, read, written)) as Record<string, unknown>
      for (const event of [v1, v2]) {
        expect(event['stageVariables']).toEqual({ k: '"' })
        const text = event['body'] as string | null | undefined
        const decoded = Buffer.from(text ?? '', event['isBase64Encoded'] === true ? 'base64' : 'utf8')
        expect(decoded.equals(body)).toBe(true)
      }
      expect(v2).toMatchObject({ routeKey: 'ANY /{"id"}', requestContext: { requestId: context.requestId } })
      const names = Object.keys(v2['headers'] as object)
      expect(names).toEqual(names.map((header) => header.toLowerCase()))
      const raw = [v1['path'], v2['rawQueryString']].join('')
      expect(raw).toBe(Buffer.from(raw, 'ascii').toString('ascii'))
    }),
    { numRuns: 500 },
  )
})
