import { describe, expect, it } from 'vitest'
import { parseJson } from '../json/parse-json.ts'
import { outcome } from './test-outcome.ts'

const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'size', 'get', 'map', 'valueOf']

describe.each([
  ['plain objects', { o: { a: 1 }, l: [1], s: 'text' }],
  ['maps', parseJson('{"o":{"a":1},"l":[1],"s":"text"}')],
])('prototypes of %s', (_kind, document) => {
  it.each(names)('%s is not there', (name) => {
    for (const at of ['$', '$.o', '$.l', '$.s']) {
      expect(outcome(`${at}.${name}`, document)).toMatch(/^PathNotFoundException: /)
      expect(outcome(`${at}['${name}']['${name}']`, document)).toMatch(/^PathNotFoundException: /)
      expect(outcome(`${at}.${name}()`, document)).not.toMatch(/function/)
    }
    expect(outcome(`$..${name}`, document)).toBe('[]')
    expect(outcome(`$['${name}','none']`, document)).toBe('{}')
    expect(outcome(`$.l[?(@.${name})]`, document)).toBe('[]')
    expect(outcome(`$[?(@.o.${name} != 1)].o.a`, document)).toBe('[1]')
  })

  it('are not walked by wildcards', () => {
    expect(outcome('$.o.*', document)).toBe('[1]')
    expect(outcome('$..*', document)).toBe('[{"a":1},[1],"text",1,1]')
  })
})

describe('members named as parts of prototypes', () => {
  it.each(names)('%s is found where it is a member', (name) => {
    const text = `{"${name}":{"${name}":5}}`
    for (const document of [JSON.parse(text) as unknown, parseJson(text)]) {
      expect(outcome(`$.${name}.${name}`, document)).toBe('5')
      expect(outcome(`$..${name}`, document)).toBe(`[{"${name}":5},5]`)
      expect(outcome(`$['${name}','x']`, document)).toBe(text)
    }
  })
})

it('does not take objects of classes for JSON', () => {
  const document = { date: new Date(0), set: new Set([1]), run: () => 5 }
  expect(outcome('$..*.length()', document)).toBe('0')
  expect(outcome('$.date.getTime', document)).toMatch(/^PathNotFoundException: /)
  expect(outcome('$.run.name', document)).toMatch(/^PathNotFoundException: /)
})
