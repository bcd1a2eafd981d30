import { expect, test } from 'vitest'
import { modelTemplate } from './model-template.ts'

const root = "#set($inputRoot = $input.path('$'))\n"

test.each<[string, unknown, string]>([
  ['the empty schema', {}, '${inputRoot}'],
  ['a text', { type: 'string' }, '"${inputRoot}"'],
  ['an object without members', { properties: {} }, '{}'],
  [
    'an object in an object',
    { properties: { a: { type: 'string' }, b: { properties: { c: { type: 'integer' } } } } },
    '{\n  "a" : "${inputRoot.a}",\n  "b" : {\n    "c" : ${inputRoot.b.c}\n  }\n}',
  ],
  [
    'a list of objects',
    { items: { properties: { a: { type: 'string' } } }, type: 'array' },
    '[\n#foreach($elem in $inputRoot)\n  {\n    "a" : "${elem.a}"\n  }#if($foreach.hasNext),#end\n#end\n]',
  ],
  ['a list of no known items', { type: 'array' }, '${inputRoot}'],
  [
    'members of the wrong kind',
    { properties: { a: 1, b: null } },
    '{\n  "a" : ${inputRoot.a},\n  "b" : ${inputRoot.b}\n}',
  ],
  ['a member name that needs escapes', { properties: { 'a"b': {} } }, '{\n  "a\\"b" : ${inputRoot.a"b}\n}'],
])('%s', (_what, schema, expected) => {
  expect(modelTemplate(JSON.stringify(schema))).toBe(root + expected)
})

test('a schema that nests deeper than anybody writes ends', () => {
  const deep = `${'{"properties":{"a":'.repeat(1000)}{}${'}}'.repeat(1000)}`
  expect(modelTemplate(deep).match(/"a" :/g)).toHaveLength(16)
})
