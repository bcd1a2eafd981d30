import { CreateModelCommand, GetModelsCommand, GetModelTemplateCommand } from '@aws-sdk/client-apigatewayv2'
import { describe, expect, test } from 'vitest'
import { withoutMetadata } from '../test-client.ts'
import { answered, badRequest, conflict, notFound, testWire } from '../test-wire.ts'

const schema = '{ "type" : "object",\n "properties": { "id": { "type": "string" } } }'
const BAD_SCHEMA =
  'Invalid model specified: Validation Result: warnings : [], errors : [Invalid model schema specified]'

async function modelPath() {
  const wire = testWire()
  const api = await wire.webSocketApi()
  return { ...wire, api, path: `apis/${api}/models` }
}

describe('CreateModel', () => {
  test.each<[string, object]>([
    ['with name and schema, whose text is kept', { name: 'Pet', schema }],
    ['with all members', { contentType: 'application/json', description: 'd', name: 'Pet2', schema: '{}' }],
  ])('%s', async (_what, given) => {
    const { call, path } = await modelPath()
    const made = await call('POST', path, given)
    const modelId = String(made.body?.['modelId'])
    expect(modelId).toMatch(/^[a-z0-9]{6}$/)
    expect(made).toEqual(answered(201, { ...given, modelId }))
    expect(await call('GET', `${path}/${modelId}`)).toEqual({ ...made, status: 200 })
  })

  test.each<[string, object, string]>([
    [
      'a name with a dash',
      { name: 'a-b', schema },
      'Invalid model name specified: a-b. Model names may have letters and digits',
    ],
    ['a schema that is no JSON', { name: 'a', schema: '{' }, BAD_SCHEMA],
    ['an empty schema', { name: 'a', schema: '' }, BAD_SCHEMA],
    ['a schema that is no object', { name: 'a', schema: '[]' }, BAD_SCHEMA],
    ['a schema that is null', { name: 'a', schema: 'null' }, BAD_SCHEMA],
    [
      'no schema',
      { name: 'a' },
      "1 validation error detected: Value null at 'schema' failed to satisfy constraint: Member must not be null",
    ],
    [
      'an empty content type',
      { contentType: '', name: 'a', schema },
      "1 validation error detected: Value '' at 'contentType' failed to satisfy constraint: Member must have length greater than or equal to 1",
    ],
  ])('must not have %s', async (_what, given, message) => {
    const { call, path } = await modelPath()
    expect(await call('POST', path, given)).toEqual(badRequest(message))
    expect(await call('GET', path)).toEqual(answered(200, { items: [] }))
  })

  test('must not have more than 32K of schema', async () => {
    const { call, path } = await modelPath()
    const long = `{"a":"${'x'.repeat(32_768)}"}`
    expect(await call('POST', path, { name: 'a', schema: long })).toMatchObject({
      status: 400,
      body: { message: expect.stringMatching(/^1 validation error detected: Value '\{"a":"x+…$/) as unknown },
    })
  })

  test('is refused where the name is taken, and of an HTTP API', async () => {
    const { call, create, httpApi, path } = await modelPath()
    await create(path, { name: 'Pet', schema })
    expect(await call('POST', path, { name: 'Pet', schema })).toEqual(
      conflict('Model with name Pet already exists for this API'),
    )
    expect(await call('POST', `apis/${await httpApi()}/models`, { name: 'Pet', schema })).toEqual(
      badRequest('Models are only supported for WEBSOCKET APIs'),
    )
  })
})

test.each<[string, object, object]>([
  ['keeps what is absent', {}, {}],
  ["clears the description by ''", { description: '' }, { description: undefined }],
  [
    'replaces texts',
    { contentType: 'text/x', name: 'Other', schema: '{"a":1}' },
    { contentType: 'text/x', name: 'Other', schema: '{"a":1}' },
  ],
])('UpdateModel %s', async (_what, changes, differences) => {
  const { call, create, path } = await modelPath()
  const given = { contentType: 'application/json', description: 'd', name: 'Pet', schema }
  const modelId = await create(path, given)
  const patched = await call('PATCH', `${path}/${modelId}`, changes)
  expect(patched).toEqual(answered(200, { ...given, ...differences, modelId }))
  expect(await call('GET', `${path}/${modelId}`)).toEqual(patched)
})

describe('a model in use', () => {
  test('by a route is not deleted', async () => {
    const { call, create, api, path } = await modelPath()
    const model = await create(path, { name: 'Pet', schema })
    const route = await create(`apis/${api}/routes`, { requestModels: { a: 'Pet' }, routeKey: 'join' })
    expect(await call('DELETE', `${path}/${model}`)).toEqual(
      conflict("Cannot delete model 'Pet', is referenced in route: join"),
    )
    await call('PATCH', `apis/${api}/routes/${route}`, { requestModels: {} })
    expect(await call('DELETE', `${path}/${model}`)).toEqual(answered(204))
    expect(await call('DELETE', `${path}/${model}`)).toEqual(notFound(`Invalid Model identifier specified ${model}`))
  })

  test('by a route response is not deleted', async () => {
    const { call, create, api, path } = await modelPath()
    const model = await create(path, { name: 'Pet', schema })
    const route = await create(`apis/${api}/routes`, { routeKey: 'join' })
    const response = await create(`apis/${api}/routes/${route}/routeresponses`, {
      responseModels: { a: 'Pet' },
      routeResponseKey: '$default',
    })
    expect(await call('DELETE', `${path}/${model}`)).toEqual(
      conflict(`Cannot delete model 'Pet', is referenced in route response: ${response}`),
    )
    await call('DELETE', `apis/${api}/routes/${route}`)
    expect(await call('DELETE', `${path}/${model}`)).toEqual(answered(204))
  })
})

test('a model that is renamed takes along who names it, as Terraform renames before it tells the routes', async () => {
  const { call, create, api, path } = await modelPath()
  const model = await create(path, { name: 'Pet', schema })
  await create(path, { name: 'Other', schema })
  const models = { a: 'Pet', b: 'Other', ['__proto__']: 'Pet' }
  const route = `apis/${api}/routes/${await create(`apis/${api}/routes`, { requestModels: models, routeKey: 'join' })}`
  const given = { responseModels: { a: 'Pet' }, routeResponseKey: '$default' }
  const response = `${route}/routeresponses/${await create(`${route}/routeresponses`, given)}`
  expect(await call('PATCH', `${path}/${model}`, { name: 'Other' })).toEqual(
    conflict('Model with name Other already exists for this API'),
  )
  expect((await call('PATCH', `${path}/${model}`, { name: 'Dog' })).body).toMatchObject({ name: 'Dog' })
  const renamed = { a: 'Dog', b: 'Other', ['__proto__']: 'Dog' }
  expect((await call('GET', route)).body?.['requestModels']).toEqual(renamed)
  expect((await call('GET', response)).body?.['responseModels']).toEqual({ a: 'Dog' })
  expect((await call('DELETE', `${path}/${model}`)).status).toBe(409)
})

test('the SDK makes, lists, and asks for a template', async () => {
  const { client, api } = await modelPath()
  const made = withoutMetadata(await client.send(new CreateModelCommand({ ApiId: api, Name: 'Pet', Schema: schema })))
  expect(made).toEqual({ ModelId: made.ModelId, Name: 'Pet', Schema: schema })
  expect((await client.send(new GetModelsCommand({ ApiId: api }))).Items).toEqual([made])
  const { Value } = await client.send(new GetModelTemplateCommand({ ApiId: api, ModelId: made.ModelId }))
  expect(Value).toBe('#set($inputRoot = $input.path(\'$\'))\n{\n  "id" : "${inputRoot.id}"\n}')
})
