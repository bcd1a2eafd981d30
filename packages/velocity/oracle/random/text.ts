import corpus from './corpus.json' with { type: 'json' }
import type { Random } from './random.ts'

export function optionalSpace(random: Random): string {
  return random.chance(70) ? '' : random.pick([' ', ' ', ' ', ' ', ' ', ' ', '  ', '\t', '\n', '\r\n'])
}

function newline(random: Random): string {
  return random.pick(['\n', '\n', '\n', '\n', '\n', '\r\n', '\r\n', '\r'])
}

/** What stands around a directive. */
export function gap(random: Random): string {
  return random.branch([
    [40, () => ''],
    [20, () => newline(random)],
    [13, () => random.pick([' ', ' ', '  ', '\t'])],
    [4, () => `${newline(random)}  `],
    [3, () => ` ${newline(random)}`],
    [2, () => `\t ${newline(random)}\t`],
    [2, () => newline(random) + newline(random)],
  ])
}

export function text(random: Random): string {
  const piece = () =>
    random.branch([
      [20, () => random.pick(corpus.words)],
      [3, () => newline(random)],
      [3, () => random.pick(corpus.oddities)],
      [1, () => random.pick(['\\', '\\\\', '\\\\\\', '\\\\\\\\']) + random.pick(corpus.escapedDirectives)],
    ])
  return random.some(1, 4, piece).join('')
}

export function comment(random: Random): string {
  const inside = random.some(0, 3, () => random.pick(corpus.insideComments)).join('')
  return random.branch([
    [5, () => `##${inside.replaceAll('\n', '')}${newline(random)}`],
    [1, () => `##${inside}`],
    [5, () => `#*${inside}*#`],
    [2, () => `#**${inside}*#`],
    [3, () => `#[[${inside}]]#`],
    [2, () => random.pick(corpus.oddComments)],
  ])
}
