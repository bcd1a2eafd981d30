import { expect, test } from 'vitest'
import { UNKNOWN } from '../conversion/value.ts'
import { checkTemplates } from './template.ts'

test.each<[what: string, templates: Parameters<typeof checkTemplates>[1]]>([
  ['none', null],
  ['unknown ones', UNKNOWN],
  ['an unknown one', { 'application/json': UNKNOWN }],
  ['an empty one', { 'application/json': '' }],
  ['a good one, by any key', { $default: '#foreach($x in $input.path("$.a"))$x#end' }],
  ['what no template can do, but may be written', { a: '$util.nothing().x' }],
  // Deeper than this engine goes: nobody knows what AWS's does.
  ['a deep one', { a: `${'#if(true)'.repeat(400)}${'#end'.repeat(400)}` }],
])('%s', async (_, templates) => {
  expect(await checkTemplates('request_templates', templates)).toEqual([])
})

test.each([
  ['\n#if(true)\nx', /^line 2, column 1: #if is not closed: /],
  ['a\n  #set($x = )', /^line 2, column 13: /],
  ['#parse("x.vm")', /^line 1, column 1: /],
  ['#set($x = )\n #set($y = )', /^line 1, column 11: .*\nline 2, column 12: /],
])('%j cannot be compiled', async (source, detail) => {
  const [found, ...others] = await checkTemplates('request_templates', { good: '', 'text/plain': source })
  expect(others).toEqual([])
  expect(found).toMatchObject({
    severity: 'error',
    summary: 'Invalid template in request_templates',
    path: ['request_templates', { key: 'text/plain' }],
  })
  expect(found?.detail).toMatch(detail)
})

test('a long one', async () => {
  const [found] = await checkTemplates('request_templates', { a: 'x'.repeat(32_769) })
  expect(found?.detail).toBe('It has 32769 characters. Allowed: up to 32768.')
})
