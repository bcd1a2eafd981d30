import { expect, test } from 'vitest'
import { basePathOf } from './base-path.ts'
import { parseDocument } from './parse-document.ts'

const variable = (path: string) => ({ url: 'https://a.test/{basePath}', variables: { basePath: { default: path } } })

test.each([
  [[], '', ''],
  [[{ url: 'https://a.test' }], '', ''],
  [[{ url: 'https://a.test/' }], '', ''],
  [[{ url: 'https://a.test/v1' }], '/v1', ''],
  [[{ url: 'https://a.test/v1/pets/' }], '/v1/pets', '/pets'],
  [[{ url: '/v1/pets?x=/y' }], '/v1/pets', '/pets'],
  [[variable('prod')], '/prod', ''],
  [[variable('/prod/v1/pets')], '/prod/v1/pets', '/v1/pets'],
  [[{ url: 'https://a.test/x' }, variable('/b/c'), variable('/d')], '/b/c', '/c'],
  [[{ url: true }, null], '', ''],
])('%j: prepend %j, split %j', async (servers, prepended, split) => {
  const document = await parseDocument(JSON.stringify({ openapi: '3.0.1', servers }))
  const modes = ['prepend', 'split', 'ignore', undefined].map((mode) => basePathOf(document, mode))
  expect(modes).toEqual([prepended, split, '', ''])
})
