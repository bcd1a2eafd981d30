import { expect, test } from 'vitest'
import { apisData } from './apis-data.ts'
import { TestGateway } from './test-gateway.ts'

const anything = { id: null, ids: null, name: null, protocol_type: null, tags: null }

test.each([
  ['all of them', {}, ['1', '2', '3']],
  ['a name', { name: 'a' }, ['1', '3']],
  ['a protocol', { protocol_type: 'WEBSOCKET' }, ['2']],
  ['tags, each of them', { tags: { x: '1', y: '1' } }, ['3']],
])('the ids by %s, of all pages', async (_, asked, ids) => {
  const first = { apiId: '1', name: 'a', protocolType: 'HTTP', tags: { x: '1' } }
  const second = { apiId: '2', name: 'b', protocolType: 'WEBSOCKET' }
  const third = { apiId: '3', name: 'a', protocolType: 'HTTP', tags: { x: '1', y: '1', z: '1' } }
  await using gateway = await TestGateway.start({
    'GET /v2/apis': { items: [first, second], nextToken: 'more' },
    'GET /v2/apis?nextToken=more': { items: [third] },
  })
  const found = await apisData.read({ ...anything, ...asked }, await gateway.client())
  expect(found).toEqual({ ...anything, ...asked, id: 'eu-west-1', ids })
})
