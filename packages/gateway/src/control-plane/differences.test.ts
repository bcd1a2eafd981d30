import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const source = join(import.meta.dirname, '..')
const root = join(source, '../../..')
const page = readFileSync(join(root, 'docs/differences.md'), 'utf8')

test('docs/differences.md names files that are there', () => {
  const files = new Set([...page.matchAll(/`([\w/-]+\.ts)`/g)].map((match) => String(match[1])))
  expect(files.size).toBeGreaterThan(30)
  const pathOf = (file: string) => join(file.startsWith('packages/') ? root : source, file)
  expect([...files].filter((file) => !existsSync(pathOf(file)))).toEqual([])
})

test('each line of it says where its choice stands', () => {
  const decided = page.slice(0, page.indexOf('### Decided, for what is not built yet'))
  const points = decided.split(/\n(?=- |\n|#)/).filter((block) => block.startsWith('- '))
  expect(points.length).toBeGreaterThan(60)
  expect(points.filter((point) => !/`[\w/-]+\.ts`\s*$/.test(point))).toEqual([])
})
