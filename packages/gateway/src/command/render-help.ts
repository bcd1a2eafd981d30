import { helpRow } from './help-row.ts'
import { MOST_SOURCE_BYTES } from './read-source.ts'

const FLAGS: readonly (readonly [flag: string, summary: string])[] = [
  ['--input FILE', 'The message: what $input reads'],
  ['--context FILE', 'JSON object: the members of $context'],
  ['--stage-variables NAME=VALUE …', 'Members of $stageVariables; can be repeated, the last one of a name wins'],
  ['--stage-variables FILE', 'JSON object of strings: the same from a file'],
  ['--params FILE', 'JSON object {"path": {…}, "querystring": {…}, "header": {…}}: what $input.params reads'],
  ['--dialect api-gateway|velocity', 'As API Gateway renders [api-gateway], or as Apache Velocity 1.7 does'],
  ['-h, --help', 'Show this text'],
]

/** The text of `postern render --help`. */
export function renderHelpText(): string {
  return `Renders a mapping template as the gateway would. What it makes of the message goes to standard output, and nothing else.

Usage: postern render TEMPLATE --input FILE [flags]

Flags:
${FLAGS.map(([flag, summary]) => helpRow(flag, summary)).join('')}
One of TEMPLATE and the FILEs may be -, for standard input. All are UTF-8, of ${MOST_SOURCE_BYTES} bytes at the most.
What is wrong with a template is told with file, line and column on standard error, and the status is 1.

Examples:
  postern render order.vm --input order.json
  postern render connect.vm --input /dev/null --params params.json --stage-variables table=orders
  echo '{"id":7}' | postern render order.vm --input - --context context.json
`
}
