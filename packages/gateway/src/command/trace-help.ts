import { helpRow } from './help-row.ts'
import { DEFAULT_URL } from './trace-arguments.ts'

const FLAGS: readonly (readonly [flag: string, summary: string])[] = [
  ['--api ID', 'The API'],
  ['--stage NAME', 'Only events of that stage'],
  ['--url URL', `The server [${DEFAULT_URL}]`],
  ['--kept', 'What the server has kept instead of what comes; the server needs --traces-kept NUMBER for it'],
  ['--count NUMBER', 'End after so many'],
  ['--json', 'A line of JSON for each event'],
  ['-h, --help', 'Show this text'],
]

/** The text of `postern trace --help`. */
export function traceHelpText(): string {
  return `Shows what becomes of each event of a WebSocket API: the route and why, the template and why, the request as it went
out, the backend's answer, the integration response, and what the client got. Ends with Ctrl-C.

Usage: postern trace --api ID [flags]

Flags:
${FLAGS.map(([flag, summary]) => helpRow(flag, summary)).join('')}
Values of headers and query parameters that look like secrets are shown as ***. Where the server has credentials, the
call is signed with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.

Examples:
  postern trace --api a1b2c3d4e5
  postern trace --api a1b2c3d4e5 --stage dev --json | jq .steps
`
}
