import { expect, test } from 'vitest'
import { newId } from './ids.ts'

test.each([
  ['apis', 10],
  ['integrations', 7],
  ['routes', 7],
  ['integrationresponses', 7],
  ['routeresponses', 6],
  ['deployments', 6],
  ['authorizers', 6],
  ['models', 6],
  ['vpclinks', 6],
  ['apimappings', 6],
] as const)('ids of %s have %i letters and digits', (kind, length) => {
  for (let n = 0; n < 100; n++) expect(newId(kind, () => false)).toMatch(new RegExp(`^[a-z0-9]{${length}}$`))
})

test('an id that is taken is not given again', () => {
  const asked: string[] = []
  const id = newId('models', (candidate) => asked.push(candidate) < 3)
  expect(asked).toHaveLength(3)
  expect(id).toBe(asked[2])
})
