import { expect, onTestFinished, test } from 'vitest'
import { DocumentRepository } from '../store/document-repository.ts'
import { type DomainNameDocument, domainNamePrefix } from '../store/documents.ts'
import { MemoryStore } from '../store/memory-store.ts'
import { DomainTable } from './domain-table.ts'
import { placeRequest } from './placement.ts'

type Mappings = Readonly<Record<string, string>>

/** `mappings`: key → API; each API's stage is `prod`. */
function document(name: string, mappings: Mappings, more: Partial<DomainNameDocument> = {}): DomainNameDocument {
  return {
    DomainName: name,
    DomainNameConfigurations: [{}],
    ApiMappings: Object.entries(mappings).map(([ApiMappingKey, ApiId]) => ({
      ApiId,
      ApiMappingId: `m${ApiMappingKey}`,
      ApiMappingKey,
      ProtocolType: ApiId.startsWith('ws') ? 'WEBSOCKET' : 'HTTP',
      Stage: 'prod',
    })),
    ...more,
  }
}

async function tableOf(...documents: readonly DomainNameDocument[]) {
  const store = new MemoryStore()
  const domains = new DocumentRepository<DomainNameDocument>(store, domainNamePrefix('eu-west-1'))
  for (const domain of documents) await domains.create(domain.DomainName, domain)
  const table = await DomainTable.open(store, {
    region: 'eu-west-1',
    ownNames: new Set(['localhost', 'gateway.example.com']),
  })
  onTestFinished(() => table.close())
  return { domains, table }
}

const HTTP = document('api.example.com', {
  '': 'root',
  v1: 'one',
  'v1/pets': 'pets',
  'v1/pets/dogs/big': 'big',
  v2: 'two',
})
const documents = [
  HTTP,
  document('*.example.com', { '': 'wild' }),
  document('gateway.example.com', { '': 'none' }),
  document('bare.test', { 'v1/a': 'deep' }),
  document('chat.test', { chat: 'ws' }),
  document('empty.test', {}),
  document('rules.test', { '': 'none' }, { RoutingMode: 'ROUTING_RULE_ONLY' }),
  document('both.test', { '': 'root' }, { RoutingMode: 'ROUTING_RULE_THEN_API_MAPPING' }),
]

test.each<[host: string, target: string, placed: readonly [apiId: string, mappingKey: string, target: string]]>([
  ['api.example.com', '/', ['root', '', '/']],
  ['api.example.com:4566', '/x?a=/v1', ['root', '', '/x?a=/v1']],
  ['API.Example.COM.', '/x', ['root', '', '/x']],
  ['api.example.com.:4566', '/x', ['root', '', '/x']],
  ['api.example.com', '/v1', ['one', 'v1', '/']],
  ['api.example.com', '/v1/', ['one', 'v1', '/']],
  ['api.example.com', '/v1?x=1', ['one', 'v1', '/?x=1']],
  ['api.example.com', '/v1?x=/pets', ['one', 'v1', '/?x=/pets']],
  ['api.example.com', '/v1/pets', ['pets', 'v1/pets', '/']],
  ['api.example.com', '/v1/pets/7?x=1', ['pets', 'v1/pets', '/7?x=1']],
  ['api.example.com', '/v1/petsitters', ['one', 'v1', '/petsitters']],
  ['api.example.com', '/v1/pets/dogs', ['pets', 'v1/pets', '/dogs']],
  ['api.example.com', '/v1/pets/dogs/big/7', ['big', 'v1/pets/dogs/big', '/7']],
  ['api.example.com', '/v10', ['root', '', '/v10']],
  ['api.example.com', '/V1', ['root', '', '/V1']],
  ['api.example.com', '//v1', ['root', '', '//v1']],
  ['api.example.com', '/v1//pets', ['one', 'v1', '//pets']],
  ['api.example.com', '/v2/v1', ['two', 'v2', '/v1']],
  ['api.example.com', '/ping', ['root', '', '/ping']],
  ['api.example.com', '*', ['root', '', '*']],
  ['api.example.com', '/_postern/health', ['root', '', '/_postern/health']],
  ['api.example.com', '/_aws/execute-api/a/b', ['root', '', '/_aws/execute-api/a/b']],
  ['other.example.com', '/v1', ['wild', '', '/v1']],
  ['bare.test', '/v1/a/b', ['deep', 'v1/a', '/b']],
  ['chat.test', '/chat', ['ws', 'chat', '/']],
  ['chat.test', '/chat/ping', ['ws', 'chat', '/ping']],
  ['both.test', '/x', ['root', '', '/x']],
])('%s %s is for an API', async (host, target, [apiId, mappingKey, rest]) => {
  const { table } = await tableOf(...documents)
  const placed = placeRequest(host, target, table)
  expect(placed).toEqual({ kind: 'execute-api', apiId, mappingKey, target: rest, stage: 'prod' })
})

test.each<[host: string, target: string, placed: object]>([
  ['bare.test', '/v1', { kind: 'unmapped', status: 404 }],
  ['bare.test', '/v1/ab', { kind: 'unmapped', status: 404 }],
  ['bare.test', '*', { kind: 'unmapped', status: 404 }],
  ['chat.test', '/', { kind: 'unmapped', status: 403 }],
  ['chat.test', '/ping', { kind: 'health' }],
  ['chat.test', '/sping?x', { kind: 'health' }],
  ['chat.test', '/ping/', { kind: 'unmapped', status: 403 }],
  ['empty.test', '/', { kind: 'unmapped', status: 403 }],
  ['empty.test', '/ping', { kind: 'health' }],
  ['rules.test', '/', { kind: 'unmapped', status: 404 }],
  // Names of the control plane stay its own, whatever was created.
  ['gateway.example.com', '/v2/apis', { kind: 'service' }],
  ['localhost', '/v2/apis', { kind: 'service' }],
  // A wildcard stands for one label.
  ['example.com', '/v2/apis', { kind: 'service' }],
  ['a.b.example.com', '/v2/apis', { kind: 'service' }],
  ['.example.com', '/v2/apis', { kind: 'service' }],
  ['127.0.0.1:4566', '/v2/apis', { kind: 'service' }],
  ['[::1]:4566', '/v2/apis', { kind: 'service' }],
  ['', '/v2/apis', { kind: 'service' }],
  ['constructor', '/v2/apis', { kind: 'service' }],
  // The host form comes first.
  [
    'a1b2c3d4e5.execute-api.example.com',
    '/v1',
    { kind: 'execute-api', apiId: 'a1b2c3d4e5', target: '/v1', stage: undefined },
  ],
])('%s %s is for none', async (host, target, placed) => {
  const { table } = await tableOf(...documents)
  expect(placeRequest(host, target, table)).toEqual(placed)
})

test('changes are heard when their writer is answered, and none after the end', async () => {
  const { domains, table } = await tableOf()
  const missing = () => new Error('missing')
  const apiOf = (host: string) => {
    const placed = table.place(host, '/')
    return placed?.kind === 'execute-api' ? placed.apiId : placed?.kind
  }
  expect(apiOf('api.example.com')).toBeUndefined()
  await domains.create('api.example.com', document('api.example.com', {}))
  expect([apiOf('api.example.com'), table.has('api.example.com')]).toEqual(['unmapped', true])
  await domains.change('api.example.com', () => document('api.example.com', { '': 'root' }), missing)
  expect(apiOf('api.example.com')).toBe('root')
  await domains.change('api.example.com', () => undefined, missing)
  expect([apiOf('api.example.com'), table.has('api.example.com')]).toEqual([undefined, false])
  table.close()
  await domains.create('b.example.com', document('b.example.com', {}))
  expect(table.has('b.example.com')).toBe(false)
})
