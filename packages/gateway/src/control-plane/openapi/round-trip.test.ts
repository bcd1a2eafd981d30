import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { without } from '../patch.ts'
import { importWire, listOf } from './test-import.ts'

const uri =
  'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:000000000000:function:f/invocations'
const lambda = 'arn:aws:lambda:eu-west-1:000000000000:function:f'

/** Texts that are something else to YAML, to JavaScript or to OpenAPI, among ordinary ones. */
const word = fc.oneof(
  fc.constantFrom(
    '1.0',
    'true',
    'no',
    'null',
    '~',
    '__proto__',
    'constructor',
    'x-a',
    'a b',
    'é',
    "'",
    '"',
    '#',
    '012',
  ),
  fc.stringMatching(/^[a-z]{1,8}$/),
)
const text = fc.oneof(
  word,
  fc.string({ minLength: 1, maxLength: 40 }).map((value) => `a${value}z`),
)
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })
const mapOf = (keys: fc.Arbitrary<string>, values: fc.Arbitrary<unknown>) =>
  fc.uniqueArray(fc.tuple(keys, values), { selector: ([key]) => key, maxLength: 3 }).map(Object.fromEntries)
const token = fc.stringMatching(/^x-[a-z]{1,6}$/)
const value = fc.oneof(fc.constantFrom('$request.header.a', '$context.requestId', '1.0', 'true', '12'), token)
const header = (actions: string[]) =>
  fc.tuple(fc.constantFrom(...actions), token).map(([a, name]) => `${a}:header.${name}`)
const responseValue = fc.oneof(fc.constantFrom('$response.header.a', '$context.requestId', '1.0'), token)
const mappings = (values: fc.Arbitrary<string>) => mapOf(header(['append', 'overwrite']), values)

const integration = fc.oneof(
  fc.record({
    integrationType: fc.constant('HTTP_PROXY'),
    integrationMethod: fc.constantFrom('ANY', 'GET', 'POST'),
    integrationUri: fc.constantFrom(
      'https://a.test',
      'http://a.test:8080/{proxy}?a=b',
      'https://${stageVariables.h}/x',
    ),
    payloadFormatVersion: fc.constant('1.0'),
    timeoutInMillis: optional(fc.integer({ min: 50, max: 30_000 })),
    requestParameters: optional(mappings(value)),
    responseParameters: optional(mapOf(fc.integer({ min: 200, max: 599 }).map(String), mappings(responseValue))),
  }),
  fc.record({
    integrationType: fc.constant('AWS_PROXY'),
    integrationUri: fc.constantFrom(lambda, uri),
    payloadFormatVersion: fc.constantFrom('1.0', '2.0'),
    credentialsArn: optional(fc.constant('arn:aws:iam::000000000000:role/r')),
  }),
  fc.record({
    integrationType: fc.constant('AWS_PROXY'),
    integrationSubtype: fc.constant('SQS-SendMessage'),
    payloadFormatVersion: fc.constant('1.0'),
    credentialsArn: fc.constant('arn:aws:iam::000000000000:role/r'),
    requestParameters: fc.record({ QueueUrl: value, MessageBody: value }),
  }),
)

const identitySource = fc.constantFrom('$request.header.Authorization', '$request.querystring.key')
const authorizer = fc.oneof(
  fc.record({
    authorizerType: fc.constant('JWT'),
    identitySource: identitySource.map((one) => [one]),
    jwtConfiguration: fc.record({
      issuer: fc.constantFrom('https://i.test', 'https://i.test/a'),
      audience: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
    }),
  }),
  fc.record({
    authorizerType: fc.constant('REQUEST'),
    authorizerUri: fc.constant(uri),
    identitySource: fc.uniqueArray(
      fc.oneof(identitySource, fc.constantFrom('$context.routeKey', '$stageVariables.a')),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
    authorizerPayloadFormatVersion: fc.constant('2.0'),
    authorizerResultTtlInSeconds: optional(fc.integer({ min: 0, max: 3600 })),
    enableSimpleResponses: optional(fc.boolean()),
    authorizerCredentialsArn: optional(fc.constant('arn:aws:iam::000000000000:role/r')),
  }),
)

const segment = fc.constantFrom('a', 'B-c', '{id}', '$default', 'constructor', "it's", 'a%20b')
const path = fc
  .uniqueArray(segment, { maxLength: 3 })
  .chain((segments) => fc.constantFrom(`/${segments.join('/')}`, `/${[...segments, '{proxy+}'].join('/')}`))
const routeKey = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.tuple(fc.constantFrom('ANY', 'GET', 'PUT', 'DELETE', 'OPTIONS'), path).map((pair) => pair.join(' ')),
  },
  { weight: 1, arbitrary: fc.constant('$default') },
)

const pick = fc.nat()
const apiModel = fc.record({
  api: fc.record({
    name: text,
    version: word,
    description: optional(text),
    disableExecuteApiEndpoint: optional(fc.constant(true)),
    tags: mapOf(word, text),
    corsConfiguration: optional(
      fc.record(
        {
          allowOrigins: fc.uniqueArray(fc.constantFrom('https://a.test', 'http://b.test:1'), { minLength: 1 }),
          allowMethods: fc.uniqueArray(fc.constantFrom('GET', 'put', '*')),
          allowHeaders: fc.uniqueArray(token),
          exposeHeaders: fc.uniqueArray(token),
          allowCredentials: fc.boolean(),
          maxAge: fc.integer({ min: -1, max: 86_400 }),
        },
        { requiredKeys: ['allowOrigins'] },
      ),
    ),
  }),
  authorizers: mapOf(word, authorizer),
  integrations: fc.array(integration, { maxLength: 3 }),
  routes: fc.uniqueArray(
    fc.record({
      routeKey,
      operationName: optional(word),
      target: pick,
      security: pick,
      scopes: fc.uniqueArray(word, { maxLength: 2 }),
    }),
    { selector: (route) => route.routeKey, maxLength: 8 },
  ),
})

type Model = typeof apiModel extends fc.Arbitrary<infer T> ? T : never
type Wire = ReturnType<typeof importWire>

/** Makes the API by the Create operations; routes that would contradict others are left out. */
async function build(wire: Wire, model: Model): Promise<string> {
  const api = await wire.create('apis', { ...model.api, protocolType: 'HTTP' })
  const ids: string[] = []
  for (const one of model.integrations) ids.push(await wire.create(`apis/${api}/integrations`, one))
  const authorizers: { id: string; type: string }[] = []
  for (const [name, one] of Object.entries(model.authorizers as Record<string, { authorizerType: string }>)) {
    const id = await wire.create(`apis/${api}/authorizers`, { ...one, name })
    authorizers.push({ id, type: one.authorizerType === 'JWT' ? 'JWT' : 'CUSTOM' })
  }
  const keys = new Set(model.routes.map(({ routeKey: key }) => key))
  for (const { routeKey: key, operationName, target, security, scopes } of model.routes) {
    // The two have one place in a document (docs/differences.md).
    if (key === 'ANY /$default' && keys.has('$default')) continue
    const chosen = authorizers[security % (authorizers.length + 2)]
    const route = {
      routeKey: key,
      operationName,
      ...(ids.length > 0 && target % 4 > 0 && { target: `integrations/${ids[target % ids.length]}` }),
      authorizationType: chosen?.type ?? (security % 2 === 0 ? 'NONE' : 'AWS_IAM'),
      ...(chosen && { authorizerId: chosen.id }),
      ...(chosen?.type === 'JWT' && { authorizationScopes: scopes }),
    }
    const { status } = await wire.call('POST', `apis/${api}/routes`, route)
    if (status !== 201 && status !== 409) throw new Error(`${key} was refused`)
  }
  return api
}

/** What an API means: no ids and no dates, and of integrations what the routes lead to. */
async function meaningOf(wire: Wire, api: string): Promise<unknown> {
  const document = (await wire.call('GET', `apis/${api}`)).body ?? {}
  const integrations = await listOf(wire, api, 'integrations', 'integrationId')
  const authorizers = await listOf(wire, api, 'authorizers', 'name')
  const routes = (await listOf(wire, api, 'routes', 'routeKey')).map((route) => {
    const integration = integrations.find((one) => route['target'] === `integrations/${String(one['integrationId'])}`)
    const authorizer = authorizers.find((one) => route['authorizerId'] === one['authorizerId'])
    const own = without(route, 'routeId', 'target', 'authorizerId')
    return [own, authorizer?.['name'], integration && without(integration, 'integrationId')]
  })
  return {
    settings: without(document, 'apiId', 'apiEndpoint', 'createdDate'),
    routes,
    authorizers: authorizers.map((authorizer) => without(authorizer, 'authorizerId')),
  }
}

test.each(['JSON', 'YAML'])('what is exported as %s and imported again means the same', async (outputType) => {
  await fc.assert(
    fc.asyncProperty(apiModel, async (model) => {
      const wire = importWire()
      const api = await build(wire, model)
      const before = await meaningOf(wire, api)
      const exported = async (id: string) =>
        (await wire.send('GET', `/v2/apis/${id}/exports/OAS30?outputType=${outputType}`)).text
      const document = await exported(api)
      const { status, body } = await wire.importApi(document, '?failOnWarnings=true')
      expect([status, body?.['message']]).toEqual([201, undefined])
      expect(await meaningOf(wire, String(body?.['apiId']))).toEqual(before)
      // And once more over itself: nothing of it has changed then, but for the ids.
      expect((await wire.reimportApi(api, document)).status).toBe(201)
      expect(await meaningOf(wire, api)).toEqual(before)
      expect(await exported(api)).toBe(document)
    }),
    // Each reading of YAML starts a thread.
    { numRuns: outputType === 'JSON' ? 100 : 25 },
  )
})
