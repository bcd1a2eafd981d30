import { GetTagsCommand, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-apigatewayv2'
import { describe, expect, test } from 'vitest'
import { answered, badRequest, notFound, testWire } from './test-wire.ts'

/** One of each that carries tags: its ARN, and where it is read. */
async function taggables() {
  const wire = testWire()
  const api = await wire.httpApi()
  await wire.create(`apis/${api}/stages`, { stageName: '$default' })
  const link = await wire.create('vpclinks', { name: 'l', subnetIds: ['subnet-1'] })
  await wire.create('domainnames', domain('a.test'))
  const arn = (path: string) => `arn:aws:apigateway:eu-west-1::/${path}`
  const resources = {
    api: { arn: arn(`apis/${api}`), path: `apis/${api}` },
    stage: { arn: arn(`apis/${api}/stages/$default`), path: `apis/${api}/stages/%24default` },
    'domain name': { arn: arn('domainnames/a.test'), path: 'domainnames/a.test' },
    'VPC link': { arn: arn(`vpclinks/${link}`), path: `vpclinks/${link}` },
  }
  return { ...wire, api, link, resources }
}

const domain = (domainName: string) => ({
  domainName,
  domainNameConfigurations: [{ certificateArn: 'arn:aws:acm:eu-west-1:123456789012:certificate/c' }],
})

/** What makes one more of each. */
const BODIES = {
  api: { name: 'a', protocolType: 'HTTP' },
  'domain name': domain('b.test'),
  'VPC link': { name: 'l', subnetIds: ['subnet-1'] },
}

const kinds = ['api', 'stage', 'domain name', 'VPC link'] as const

describe.each(kinds)('tags of a resource: %s', (kind) => {
  test('are merged, read in both places, and removed', async () => {
    const { call, resources } = await taggables()
    const { arn, path } = resources[kind]
    const tags = `tags/${encodeURIComponent(arn)}`
    expect(await call('GET', tags)).toEqual(answered(200, { tags: {} }))
    expect(await call('POST', tags, { tags: { a: '1', b: '' } })).toEqual(answered(201, {}))
    expect(await call('POST', tags, { tags: { b: '2', 'c d/é': '3' } })).toEqual(answered(201, {}))
    const expected = { a: '1', b: '2', 'c d/é': '3' }
    expect(await call('GET', tags)).toEqual(answered(200, { tags: expected }))
    expect((await call('GET', path)).body?.['tags']).toEqual(expected)
    expect(await call('DELETE', `${tags}?tagKeys=a&tagKeys=c%20d%2F%C3%A9&tagKeys=none`)).toEqual(answered(204))
    expect(await call('GET', tags)).toEqual(answered(200, { tags: { b: '2' } }))
    expect(await call('POST', tags, {})).toEqual(answered(201, {}))
    expect((await call('GET', path)).body?.['tags']).toEqual({ b: '2' })
  })

  test('may have names that objects of JavaScript know', async () => {
    const { send, call, resources } = await taggables()
    const tags = `tags/${encodeURIComponent(resources[kind].arn)}`
    const text = '{"__proto__":"a","constructor":"b","toString":"c"}'
    expect((await send('POST', `/v2/${tags}`, `{"tags":${text}}`)).status).toBe(201)
    expect((await send('GET', `/v2/${tags}`)).text).toBe(`{"tags":${text}}`)
    expect((await call('DELETE', `${tags}?tagKeys=__proto__&tagKeys=toString`)).status).toBe(204)
    expect((await send('GET', `/v2/${tags}`)).text).toBe('{"tags":{"constructor":"b"}}')
  })

  test('are found by an ARN that was not encoded, and of any region', async () => {
    const { call, resources } = await taggables()
    const { arn } = resources[kind]
    const raw = arn.replace('$', '%24')
    expect(await call('POST', `tags/${raw}`, { tags: { a: 'b' } })).toEqual(answered(201, {}))
    const elsewhere = encodeURIComponent(
      arn.replace('eu-west-1', 'us-gov-east-1').replace('arn:aws:', 'arn:aws-us-gov:'),
    )
    expect(await call('GET', `tags/${elsewhere}`)).toEqual(answered(200, { tags: { a: 'b' } }))
  })

  test.each<[string, Record<string, string>, string]>([
    ['a name of AWS’s', { 'aws:a': 'b' }, 'Invalid tag key specified: aws:a. Tag keys must not start with aws:'],
    [
      'a name of AWS’s in capitals',
      { 'AWS:a': 'b' },
      'Invalid tag key specified: AWS:a. Tag keys must not start with aws:',
    ],
    ['an empty name', { '': 'b' }, 'Invalid tag key specified. Tag keys must have 1 to 128 characters'],
    ['a long name', { ['a'.repeat(129)]: 'b' }, 'Invalid tag key specified. Tag keys must have 1 to 128 characters'],
    [
      'a long value',
      { a: 'b'.repeat(257) },
      `1 validation error detected: Value '${'b'.repeat(257)}' at 'tags.a' failed to satisfy constraint: Member must have length less than or equal to 256`,
    ],
    [
      '51 in all',
      Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`k${n}`, 'v'])),
      'Too many tags specified. At most 50 are allowed',
    ],
  ])('must not have %s', async (_what, more, message) => {
    const { call, resources } = await taggables()
    const { arn, path } = resources[kind]
    const tags = `tags/${encodeURIComponent(arn)}`
    await call('POST', tags, { tags: { kept: 'x' } })
    expect(await call('POST', tags, { tags: more })).toEqual(badRequest(message))
    expect((await call('GET', path)).body?.['tags']).toEqual({ kept: 'x' })
    if (kind === 'stage') return
    const [collection] = path.split('/')
    expect(await call('POST', String(collection), { ...BODIES[kind], tags: { ...more, x: 'y' } })).toEqual(
      badRequest(message),
    )
  })
})

describe('ARNs', () => {
  test.each(['arn:aws:s3:::bucket', 'apis/abc', 'arn:aws:apigateway:eu-west-1:123456789012:/apis/abc'])(
    '%s is none of this service',
    async (arn) => {
      const { call } = testWire()
      for (const [method, query] of [
        ['GET', ''],
        ['POST', ''],
        ['DELETE', '?tagKeys=a'],
      ] as const) {
        const body = method === 'POST' ? { tags: { a: 'b' } } : undefined
        expect(await call(method, `tags/${encodeURIComponent(arn)}${query}`, body)).toEqual(
          badRequest(`Invalid ARN specified in the request: ${arn}`),
        )
      }
    },
  )

  test('of what does not exist', async () => {
    const { call, api } = await taggables()
    const resource = (path: string) => `Invalid resource identifier specified arn:aws:apigateway:eu-west-1::/${path}`
    for (const [path, message] of [
      ['apis/none', 'Invalid API identifier specified none'],
      [`apis/${api}/stages/none`, 'Invalid stage identifier specified'],
      ['domainnames/none.test', 'The domain name resource specified in the request was not found.'],
      ['vpclinks/none', 'Invalid VpcLink identifier specified none'],
      ['domainnames/a.test/apimappings/abc', resource('domainnames/a.test/apimappings/abc')],
      ['portals/abc', resource('portals/abc')],
      [`apis/${api}/routes/abc`, resource(`apis/${api}/routes/abc`)],
      [`apis/${api}/stages`, resource(`apis/${api}/stages`)],
      [`apis/${api}/stages/a/b`, resource(`apis/${api}/stages/a/b`)],
    ] as const) {
      const tags = `tags/${encodeURIComponent(`arn:aws:apigateway:eu-west-1::/${path}`)}`
      expect(await call('GET', tags)).toEqual(notFound(message))
      expect(await call('POST', tags, { tags: { a: 'b' } })).toEqual(notFound(message))
      expect(await call('DELETE', `${tags}?tagKeys=a`)).toEqual(notFound(message))
    }
  })

  test('UntagResource needs to know which keys', async () => {
    const { call, resources } = await taggables()
    expect(await call('DELETE', `tags/${encodeURIComponent(resources.api.arn)}`)).toEqual(
      badRequest(
        "1 validation error detected: Value null at 'tagKeys' failed to satisfy constraint: Member must not be null",
      ),
    )
  })
})

test('the SDK tags, reads and untags', async () => {
  const { client, resources } = await taggables()
  const ResourceArn = resources.stage.arn
  const made = await client.send(new TagResourceCommand({ ResourceArn, Tags: { a: '1', 'b/c d+é': '2' } }))
  expect(made.$metadata.httpStatusCode).toBe(201)
  await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['a', 'x y'] }))
  expect((await client.send(new GetTagsCommand({ ResourceArn }))).Tags).toEqual({ 'b/c d+é': '2' })
  await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['b/c d+é'] }))
  expect((await client.send(new GetTagsCommand({ ResourceArn }))).Tags).toEqual({})
})
