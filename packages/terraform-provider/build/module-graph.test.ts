import { expect, test } from 'vitest'
import { splitGraph } from './module-graph.ts'

/** `a: 'b c~ node:x'`: a imports b, c late, and a module of Node's. */
function inputsOf(lines: Readonly<Record<string, string>>) {
  const imports = (words: string) =>
    words.split(' ').flatMap((word) => {
      if (word === '') return []
      const kind = word.endsWith('~') ? ('dynamic-import' as const) : ('import-statement' as const)
      return [{ path: word.replace('~', ''), kind, ...(word.startsWith('node:') && { external: true }) }]
    })
  return Object.fromEntries(Object.entries(lines).map(([file, words]) => [file, { bytes: 1, imports: imports(words) }]))
}

test.each<[string, Record<string, string>, string[], string[][]]>([
  ['nothing is late', { main: 'a node:fs', a: 'main' }, ['a', 'main'], []],
  ['what is late', { main: 'a b~ node:fs~', a: '', b: 'c', c: '' }, ['a', 'main'], [['b']]],
  ['not what is imported early, too', { main: 'a b~', a: 'b', b: '' }, ['a', 'b', 'main'], []],
  ['what shares files goes together', { main: 'b~ c~', b: 'd', c: 'd', d: '' }, ['main'], [['b', 'c']]],
  ['but not for files of the start', { main: 'a b~ c~', a: '', b: 'a', c: 'a' }, ['a', 'main'], [['b'], ['c']]],
  ['nor without', { main: 'b~ c~', b: '', c: '' }, ['main'], [['b'], ['c']]],
  ['shared by what is late of what is late', { main: 'b~ c~', b: 'd~', c: 'd~', d: '' }, ['main'], [['b', 'c']]],
  ['two that a third one joins', { main: 'b~ c~ d~', b: '', c: '', d: 'b c' }, ['main'], [['b', 'c', 'd']]],
])('%s', (_, lines, start, late) => {
  const split = splitGraph(inputsOf(lines), 'main')
  expect([[...split.start].sort(), split.late.map(String).sort()]).toEqual([start, late.map(String)])
})
