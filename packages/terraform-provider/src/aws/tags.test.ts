import { expect, test } from 'vitest'
import { UNKNOWN } from '../conversion/value.ts'
import { defaultTagsOf, isIgnored, listOf, tagChanges, tagsAllOf, tagsFound } from './tags.ts'

const policy = { defaults: { team: 'a', env: 'dev' }, ignoredKeys: ['owner'], ignoredPrefixes: ['k8s/'] }
const none = { defaults: {}, ignoredKeys: [], ignoredPrefixes: [] }

test.each([
  ['owner', true],
  ['owners', false],
  ['k8s/name', true],
  ['aws:cloudformation:stack-name', true],
  ['team', false],
])('%s is ignored: %s', (key, expected) => {
  expect(isIgnored(key, policy)).toBe(expected)
})

test.each([
  ['none at all', null, none, {}],
  ['defaults alone', null, policy, { team: 'a', env: 'dev' }],
  ['the own win', { env: 'prod', x: '' }, policy, { team: 'a', env: 'prod', x: '' }],
  ['the ignored are left out', { owner: 'me' }, policy, { team: 'a', env: 'dev' }],
  ['own unknown', UNKNOWN, policy, UNKNOWN],
  ['one of the own unknown', { x: UNKNOWN }, policy, UNKNOWN],
  ['an unknown one that is ignored', { owner: UNKNOWN }, policy, { team: 'a', env: 'dev' }],
  ['defaults unknown', {}, { ...policy, defaults: UNKNOWN }, UNKNOWN],
  ['one default unknown', {}, { ...policy, defaults: { a: UNKNOWN } }, UNKNOWN],
  ['one default unknown, but overlaid', { a: 'b' }, { ...policy, defaults: { a: UNKNOWN } }, { a: 'b' }],
] as const)('tags_all: %s', (_, own, by, expected) => {
  expect(tagsAllOf(own, by)).toEqual(expected)
})

test.each([
  ['nothing', {}, null, policy, { tags: null, tags_all: {} }],
  ['nothing, where an empty map is configured', {}, {}, policy, { tags: {}, tags_all: {} }],
  ['defaults alone', { team: 'a', env: 'dev' }, null, policy, { tags: null, tags_all: { team: 'a', env: 'dev' } }],
  [
    'a default that the resource names itself',
    { team: 'a', env: 'dev' },
    { env: 'dev' },
    policy,
    { tags: { env: 'dev' }, tags_all: { team: 'a', env: 'dev' } },
  ],
  [
    'a default that was changed',
    { team: 'b', env: 'dev' },
    null,
    policy,
    { tags: { team: 'b' }, tags_all: { team: 'b', env: 'dev' } },
  ],
  [
    'what others set',
    { 'aws:x': '1', 'k8s/y': '2', owner: '3', z: '4' },
    null,
    policy,
    { tags: { z: '4' }, tags_all: { z: '4' } },
  ],
  [
    'an ignored one that is named',
    { owner: 'other' },
    { owner: 'me' },
    policy,
    { tags: { owner: 'me' }, tags_all: {} },
  ],
] as const)('found: %s', (_, found, own, by, expected) => {
  expect(tagsFound(found, own, by)).toEqual(expected)
})

test('what a plan says is what is found afterwards', () => {
  const own = { env: 'dev', owner: 'me', x: 'y' }
  const all = tagsAllOf(own, policy) as Record<string, string>
  expect(tagsFound(all, own, policy)).toEqual({ tags: own, tags_all: all })
})

test('changes are what is set and what is removed', () => {
  expect(tagChanges({ a: '1', b: '2', c: '3' }, { a: '1', b: '4', d: '5' })).toEqual({
    set: { b: '4', d: '5' },
    remove: ['c'],
  })
  expect(tagChanges({}, {})).toEqual({ set: {}, remove: [] })
})

test('the environment names default tags and lists', () => {
  const environment = { TF_AWS_DEFAULT_TAGS_Team: 'a', TF_AWS_DEFAULT_TAGS_: 'x', OTHER: 'y', LIST: ' a, b,,c ' }
  expect(defaultTagsOf(environment)).toEqual({ Team: 'a' })
  expect(listOf(environment, 'LIST')).toEqual(['a', 'b', 'c'])
  expect(listOf(environment, 'NONE')).toEqual([])
})
