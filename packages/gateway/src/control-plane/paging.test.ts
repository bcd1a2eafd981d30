import {
  GetApisCommand,
  GetAuthorizersCommand,
  GetDeploymentsCommand,
  GetIntegrationResponsesCommand,
  GetIntegrationsCommand,
  GetModelsCommand,
  GetRouteResponsesCommand,
  GetRoutesCommand,
  GetStagesCommand,
  GetVpcLinksCommand,
} from '@aws-sdk/client-apigatewayv2'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { page } from './paging.ts'
import { answered, badRequest, itemsOf, testWire } from './test-wire.ts'

const entries = (ids: Iterable<string>) => [...ids].map((id) => [id, { id }] as const)

describe('a page', () => {
  test.each<[asked: string | undefined, has: number]>([
    [undefined, 25],
    ['1', 1],
    ['30', 30],
    ['31', 30],
    ['500', 30],
  ])('of %s has %i of 30 items', (MaxResults, length) => {
    const ids = Array.from({ length: 30 }, (_, n) => `id${String(n).padStart(2, '0')}`)
    const { Items, NextToken } = page(entries(ids.toReversed()), { MaxResults })
    expect(Items.map((item) => item.id)).toEqual(ids.slice(0, length))
    expect(NextToken === undefined).toBe(length === 30)
  })

  test.each(['', '0', '501', '-1', '1.5', '1e2', 'ten', ' 5', '99999999999999999999'])('is not of %j', (MaxResults) => {
    expect(() => page([], { MaxResults })).toThrow('Invalid maxResults specified. Must be a number from 1 to 500')
  })

  test.each(['', 'x', 'YWZ0ZXI6YQ==', 'YWZ0ZXI6YQ ', Buffer.from('before:a').toString('base64url')])(
    'does not begin at %j',
    (NextToken) => {
      expect(() => page([], { NextToken })).toThrow('Invalid nextToken specified')
    },
  )

  test('after the last item is empty', () => {
    const { NextToken } = page(entries(['a', 'b']), { MaxResults: '1' })
    expect(page(entries(['a']), { NextToken })).toEqual({ Items: [] })
  })

  const ids = fc.uniqueArray(fc.stringMatching(/^[a-z0-9$_-]{1,6}$/), { maxLength: 30 })

  test('repeats and hides nothing that is there all the time, whatever comes and goes in between', () => {
    fc.assert(
      fc.property(
        ids,
        ids,
        fc.integer({ min: 1, max: 10 }),
        fc.infiniteStream(fc.boolean()),
        (stay, come, size, coin) => {
          const passing = come.filter((id) => !stay.includes(id))
          const seen: string[] = []
          for (let NextToken: string | undefined, isFirst = true; isFirst || NextToken !== undefined; isFirst = false) {
            const now = [...stay, ...passing.filter(() => coin.next().value === true)]
            const answer = page(entries(now), { MaxResults: String(size), NextToken })
            seen.push(...answer.Items.map((item) => item.id))
            NextToken = answer.NextToken
          }
          expect(seen).toEqual([...new Set(seen)].sort())
          expect(seen.filter((id) => stay.includes(id))).toEqual(stay.toSorted())
        },
      ),
    )
  })

  test('takes no made-up token', () => {
    fc.assert(
      fc.property(fc.string(), (NextToken) => {
        expect(() => page([], { NextToken })).toThrow('Invalid nextToken specified')
      }),
    )
  })
})

interface ListAnswer {
  readonly Items?: readonly unknown[] | undefined
  readonly NextToken?: string | undefined
}

/** The lengths of the pages of a list. */
async function walk(ask: (NextToken: string | undefined) => Promise<ListAnswer>): Promise<(number | undefined)[]> {
  const lengths: (number | undefined)[] = []
  for (let token: string | undefined, isFirst = true; isFirst || token !== undefined; isFirst = false) {
    const answer = await ask(token)
    lengths.push(answer.Items?.length)
    token = answer.NextToken
  }
  return lengths
}

test('every list is paged', async () => {
  const { client, create, webSocketApi } = testWire()
  const ApiId = await webSocketApi()
  const api = `apis/${ApiId}`
  const IntegrationId = await create(`${api}/integrations`, { integrationType: 'MOCK' })
  const RouteId = await create(`${api}/routes`, { routeKey: 'r0' })
  await create(`${api}/routes/${RouteId}/routeresponses`, { routeResponseKey: '$default' })
  for (const n of [1, 2, 3]) {
    await create(`${api}/integrations/${IntegrationId}/integrationresponses`, { integrationResponseKey: `/${n}/` })
    await create(`${api}/models`, { name: `M${n}`, schema: '{}' })
    await create(`${api}/stages`, { stageName: `s${n}` })
    await create(`${api}/deployments`, {})
    await create(`${api}/authorizers`, {
      authorizerType: 'REQUEST',
      authorizerUri:
        'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:f/invocations',
      identitySource: [],
      name: `a${n}`,
    })
    await create('vpclinks', { name: 'l', subnetIds: ['subnet-1'] })
    if (n === 3) continue
    await create(`${api}/integrations`, { integrationType: 'MOCK' })
    await create(`${api}/routes`, { routeKey: `r${n}` })
    await webSocketApi()
  }
  const MaxResults = '2'
  const lists: Readonly<Record<string, (NextToken: string | undefined) => Promise<ListAnswer>>> = {
    apis: (NextToken) => client.send(new GetApisCommand({ MaxResults, NextToken })),
    authorizers: (NextToken) => client.send(new GetAuthorizersCommand({ ApiId, MaxResults, NextToken })),
    deployments: (NextToken) => client.send(new GetDeploymentsCommand({ ApiId, MaxResults, NextToken })),
    integrationResponses: (NextToken) =>
      client.send(new GetIntegrationResponsesCommand({ ApiId, IntegrationId, MaxResults, NextToken })),
    integrations: (NextToken) => client.send(new GetIntegrationsCommand({ ApiId, MaxResults, NextToken })),
    models: (NextToken) => client.send(new GetModelsCommand({ ApiId, MaxResults, NextToken })),
    routes: (NextToken) => client.send(new GetRoutesCommand({ ApiId, MaxResults, NextToken })),
    stages: (NextToken) => client.send(new GetStagesCommand({ ApiId, MaxResults, NextToken })),
    vpcLinks: (NextToken) => client.send(new GetVpcLinksCommand({ MaxResults, NextToken })),
  }
  for (const [name, list] of Object.entries(lists)) expect([name, await walk(list)]).toEqual([name, [2, 1]])
  const responses = (NextToken: string | undefined) =>
    client.send(new GetRouteResponsesCommand({ ApiId, RouteId, MaxResults, NextToken }))
  expect(await walk(responses)).toEqual([1])
})

test('a walk through a list survives what is made and removed meanwhile', async () => {
  const { call, create, webSocketApi } = testWire()
  const path = `apis/${await webSocketApi()}/integrations`
  const mock = () => create(path, { integrationType: 'MOCK' })
  const stay = new Set<string>()
  const go: string[] = []
  for (let n = 0; n < 10; n++) {
    stay.add(await mock())
    go.push(await mock())
  }
  const seen: string[] = []
  for (let token: string | undefined; ; ) {
    const answer = await call('GET', `${path}?maxResults=3${token === undefined ? '' : `&nextToken=${token}`}`)
    seen.push(...itemsOf(answer).map((item) => String(item['integrationId'])))
    token = answer.body?.['nextToken'] as string | undefined
    if (token === undefined) break
    await mock()
    const gone = go.pop()
    if (gone !== undefined) await call('DELETE', `${path}/${gone}`)
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.filter((id) => stay.has(id))).toEqual([...stay].sort())
})

test('bad pages are refused with AWS’s error', async () => {
  const { call } = testWire()
  expect(await call('GET', 'apis?maxResults=0')).toEqual(
    badRequest('Invalid maxResults specified. Must be a number from 1 to 500'),
  )
  expect(await call('GET', 'vpclinks?nextToken=x')).toEqual(badRequest('Invalid nextToken specified'))
  expect(await call('GET', 'apis?maxResults=7&other=1')).toEqual(answered(200, { items: [] }))
})
