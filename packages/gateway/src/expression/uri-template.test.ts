import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseUriTemplate, type UriToken } from './uri-template.ts'

const text = (value: string): UriToken => ({ kind: 'text', text: value })
const parameter = (name: string): UriToken => ({ kind: 'parameter', name })
const variable = (name: string): UriToken => ({ kind: 'variable', name })

test.each<[uri: string, tokens: UriToken[]]>([
  ['', []],
  ['https://x/y', [text('https://x/y')]],
  ['https://x/{id}', [text('https://x/'), parameter('id')]],
  ['https://x/{a}{b.c-d}/e', [text('https://x/'), parameter('a'), parameter('b.c-d'), text('/e')]],
  ['https://${stageVariables.host}/y', [text('https://'), variable('host'), text('/y')]],
  [
    'https://${stageVariables.a}.${stageVariables.b}/{id}',
    [text('https://'), variable('a'), text('.'), variable('b'), text('/'), parameter('id')],
  ],
  // What is no placeholder is text.
  ['https://x/{proxy+}', [text('https://x/{proxy+}')]],
  ['https://x/{}', [text('https://x/{}')]],
  ['https://x/${context.y}/${stageVariables.}', [text('https://x/${context.y}/${stageVariables.}')]],
  ['https://x/}{', [text('https://x/}{')]],
  ['https://x/{a{id}b}', [text('https://x/{a'), parameter('id'), text('b}')]],
  ['https://x?f={"a":{"b":1}}', [text('https://x?f={"a":{"b":1}}')]],
  ['https://x/$${stageVariables.a}', [text('https://x/$'), variable('a')]],
  ['https://x/{stageVariables.a}', [text('https://x/'), parameter('stageVariables.a')]],
])('%s', (uri, tokens) => {
  expect(parseUriTemplate(uri)).toEqual(tokens)
})

test('the tokens of any text spell that text', () => {
  const spell = (token: UriToken) =>
    token.kind === 'text'
      ? token.text
      : token.kind === 'parameter'
        ? `{${token.name}}`
        : `\${stageVariables.${token.name}}`
  const pieces = fc.constantFrom('{', '}', '$', '${stageVariables.', 'a', '+', '{id}', '${stageVariables.x}', '/')
  fc.assert(
    fc.property(fc.array(pieces), (parts) => {
      const uri = parts.join('')
      expect(parseUriTemplate(uri).map(spell).join('')).toBe(uri)
    }),
  )
})
