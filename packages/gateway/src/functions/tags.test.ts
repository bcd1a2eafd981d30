import {
  CreateFunctionCommand,
  GetFunctionCommand,
  ListTagsCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import { ARN, newFunction, testLambda } from './test-lambda.ts'

async function world() {
  const lambda = await testLambda()
  await lambda.client.send(new CreateFunctionCommand({ ...newFunction, Tags: { a: '1' } }))
  return lambda
}

test('tags are added, replaced, removed and read, and change the revision', async () => {
  const { client, send } = await world()
  const read = () => client.send(new GetFunctionCommand({ FunctionName: 'f' }))
  const before = await read()
  const tagged = await client.send(new TagResourceCommand({ Resource: ARN, Tags: { a: '2', 'b c': '3' } }))
  expect(tagged.$metadata.httpStatusCode).toBe(204)
  expect((await client.send(new ListTagsCommand({ Resource: ARN }))).Tags).toEqual({ a: '2', 'b c': '3' })
  await client.send(new UntagResourceCommand({ Resource: ARN, TagKeys: ['a', 'b c', 'x'] }))
  const after = await read()
  expect(after.Tags).toBeUndefined()
  expect(after.Configuration?.RevisionId).not.toBe(before.Configuration?.RevisionId)
  await send('POST', encoded(ARN), '{"Tags":{"__proto__":"x","constructor":"y"}}')
  expect((await send('GET', encoded(ARN))).text).toBe('{"Tags":{"__proto__":"x","constructor":"y"}}')
})

const encoded = (arn: string) => `/2017-03-31/tags/${encodeURIComponent(arn)}`

test.each<[string, string, string, unknown, number, string | RegExp]>([
  ['no tags', 'POST', encoded(ARN), { Tags: {} }, 400, 'An error occurred and the request cannot be processed.'],
  [
    'too many',
    'POST',
    encoded(ARN),
    { Tags: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`t${index}`, 'x'])) },
    400,
    'Number of tags exceeds resource tag limit.',
  ],
  [
    'a version',
    'GET',
    encoded(`${ARN}:1`),
    '',
    400,
    'Tags on function aliases and versions are not supported. Please specify a function ARN.',
  ],
  [
    'what is no ARN',
    'GET',
    encoded('f'),
    '',
    400,
    /^1 validation error detected: Value 'f' at 'resource' failed to satisfy constraint/,
  ],
  [
    'another kind',
    'GET',
    encoded(ARN.replace(':function:', ':layer:')),
    '',
    400,
    /at 'resource' failed to satisfy constraint/,
  ],
  ['no function', 'GET', encoded(ARN.replace(/f$/, 'g')), '', 404, `Function not found: ${ARN.replace(/f$/, 'g')}`],
  [
    'no keys',
    'DELETE',
    encoded(ARN),
    '',
    400,
    "1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null",
  ],
])('refused: %s', async (_what, method, path, body, status, message) => {
  const { refusal } = await world()
  const answer = await refusal(method, path, body)
  const said = answer.body as { message?: string; Message?: string }
  expect(answer.status).toBe(status)
  expect(said.message ?? said.Message).toMatch(message)
})

test('an ARN as it is in the path', async () => {
  const { send } = await world()
  expect((await send('GET', `/2017-03-31/tags/${ARN}`)).json).toEqual({ Tags: { a: '1' } })
})
