import { type SettingEntry, sectionsOfSettings } from '../configuration/setting-entry.ts'
import { helpRow } from './help-row.ts'

/** The text of `--help`. `commands`: name and summary of each. */
export function helpText(commands: readonly (readonly [name: string, summary: string])[]): string {
  const sections = sectionsOfSettings().map(({ title, entries }) => `${title}:\n${entries.map(settingRow).join('')}`)
  return `Postern: Amazon API Gateway v2 that anyone can run.

Usage: postern [command] [flags]

Commands:
${commands.map(([name, summary]) => helpRow(name, summary)).join('')}
Flags:
${helpRow('--config FILE', 'JSON file with settings')}${helpRow('-h, --help', 'Show this text')}${helpRow('-v, --version', 'Show the version')}
${sections.join('\n')}
Each flag has a variable, and a key in the file of --config: --limits-json-depth is POSTERN_LIMITS_JSON_DEPTH and
{"limits": {"jsonDepth": …}}. A flag wins over its variable, that over the file. Switches are undone by --no-….
Times are in milliseconds, sizes in bytes.

Examples:
  postern                                   Serve http://127.0.0.1:4566, keep what is created in ./.postern
  postern --port 0 --ephemeral              Any free port, nothing on disk: for tests
  postern --config postern.json             Settings from a file
  POSTERN_CREDENTIALS='[{"accessKeyId":"team","secretAccessKey":"…"}]' postern --host 0.0.0.0
                                            Serve other machines; control-plane calls must be signed with that key
  postern ca > postern-ca.pem               What clients must trust to call https://localhost:4566
  postern render order.vm --input order.json
                                            What a mapping template makes of a message
  postern trace --api a1b2c3d4e5            What becomes of each message of a WebSocket API, and why
`
}

function settingRow({ flag, variable, setting }: SettingEntry): string {
  // Secrets have no flag: their variable stands in its place.
  const name = flag === undefined ? variable : `--${flag}`
  const { fallback } = setting
  const shown = typeof fallback === 'string' || typeof fallback === 'number' ? ` [${fallback}]` : ''
  return helpRow(setting.placeholder === undefined ? name : `${name} ${setting.placeholder}`, setting.summary + shown)
}
