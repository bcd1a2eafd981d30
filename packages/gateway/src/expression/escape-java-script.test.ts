import { expect, test } from 'vitest'
import { escapeJavaScript } from './escape-java-script.ts'

test.each<[text: string, escaped: string]>([
  ['', ''],
  ['plain text, 1 < 2 & 3 > 2', 'plain text, 1 < 2 & 3 > 2'],
  ['He didn\'t say, "stop!"', 'He didn\\\'t say, \\"stop!\\"'],
  ['a\\b/c', 'a\\\\b\\/c'],
  ['\b\f\n\r\t', '\\b\\f\\n\\r\\t'],
  ['\u0000\u000b\u001f', '\\u0000\\u000B\\u001F'],
  [' ~\u007f', ' ~\u007f'],
  ['\u0080é€', '\\u0080\\u00E9\\u20AC'],
  ['ſ\u0fff\u1000\u2028', '\\u017F\\u0FFF\\u1000\\u2028'],
  ['😀', '\\uD83D\\uDE00'],
  ['\ud83d', '\\uD83D'],
])('%j', (text, escaped) => {
  expect(escapeJavaScript(text)).toBe(escaped)
})
