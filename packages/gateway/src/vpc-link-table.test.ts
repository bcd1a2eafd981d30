import { expect, test } from 'vitest'
import { DocumentRepository } from './store/document-repository.ts'
import type { VpcLinkDocument } from './store/documents.ts'
import { MemoryStore } from './store/memory-store.ts'
import { VpcLinkTable } from './vpc-link-table.ts'

const PREFIX = 'vpclinks/eu-west-1/'
const link = (VpcLinkId: string, Name: string): VpcLinkDocument => ({
  VpcLinkId,
  Name,
  SubnetIds: ['subnet-1'],
  SecurityGroupIds: [],
})

async function openTable(addresses: Readonly<Record<string, string>>) {
  const store = new MemoryStore()
  const links = new DocumentRepository<VpcLinkDocument>(store, PREFIX)
  await links.create('aaaaa1', link('aaaaa1', 'orders'))
  return { links, table: await VpcLinkTable.open(store, PREFIX, addresses) }
}

test.each<[what: string, addresses: Record<string, string>, id: string, target: unknown]>([
  ['by its id', { aaaaa1: 'a:1', orders: 'b:2' }, 'aaaaa1', { address: 'a:1' }],
  ['by its name', { orders: 'b:2' }, 'aaaaa1', { address: 'b:2' }],
  ['a link without an address leads to the URL', { other: 'b:2' }, 'aaaaa1', { address: undefined }],
  ['a link that is in the configuration alone', { v1link: '[::1]:3' }, 'v1link', { address: '[::1]:3' }],
  ['no link', { orders: 'b:2' }, 'zzzzz9', undefined],
  ['a name of every object', {}, 'constructor', undefined],
])('%s', async (_what, addresses, id, target) => {
  const { table } = await openTable(addresses)
  expect(table.find(id)).toEqual(target)
})

test('follows links that are made, renamed and removed, until it is closed', async () => {
  const { links, table } = await openTable({ orders: 'b:2', pets: 'c:3' })
  const missing = () => new Error('missing')
  await links.create('bbbbb2', link('bbbbb2', 'pets'))
  expect(table.find('bbbbb2')).toEqual({ address: 'c:3' })
  await links.change('bbbbb2', (old) => ({ ...old, Name: 'orders' }), missing)
  expect(table.find('bbbbb2')).toEqual({ address: 'b:2' })
  await links.change('bbbbb2', () => undefined, missing)
  expect(table.find('bbbbb2')).toBeUndefined()
  table.close()
  await links.create('ccccc3', link('ccccc3', 'pets'))
  expect(table.find('ccccc3')).toBeUndefined()
})
