import type { Comparison } from './comparison.ts'
import type { OracleAnswer } from './oracle.ts'
import { contextJson } from './random/scope.ts'

/** The disagreements, those of one shape together, the most frequent first. */
export function report(shrunk: readonly Comparison[]): string {
  const groups = Map.groupBy(shrunk, shape)
  const sorted = [...groups.values()].sort((a, b) => b.length - a.length)
  return sorted.map((group) => `${group.length} × ${group[0] === undefined ? '' : describe(group[0])}`).join('\n')
}

export function describe({ template, context, velocity, ours, disagreement }: Comparison): string {
  return `${disagreement}
  template: ${JSON.stringify(template)}
  context:  ${contextJson(context)}
  Velocity: ${answer(velocity)}
  ours:     ${answer(ours)}
`
}

function answer(one: OracleAnswer): string {
  return one.output === undefined ? `${one.error}: ${one.message.slice(0, 600)}` : JSON.stringify(one.output)
}

/** What a template is without its names, numbers, strings and spaces; or where we crash. */
function shape({ template, ours, disagreement }: Comparison): string {
  if (disagreement === 'we crash') return ours.message?.split('\n').slice(0, 2).join('') ?? ''
  const plain = template
    .replaceAll(/(?<=\$!?\{?)[A-Za-z_][\w-]*/g, 'v')
    .replaceAll(/"[^"$#]*"|'[^'$#]*'|-?[\d.]*\d(e[-+]?\d+)?/gi, '0')
  return `${disagreement} ${plain.replaceAll(/[ \t]+/g, ' ').replaceAll(/[\r\n]+/g, '\n')}`
}
