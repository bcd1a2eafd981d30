import { type SettingEntry, sectionsOfSettings } from '../configuration/setting-entry.ts'

const COLUMN = 44
const WIDTH = 120

/** The text of `--help`. `commands`: name and summary of each. */
export function helpText(commands: readonly (readonly [name: string, summary: string])[]): string {
  const sections = sectionsOfSettings().map(({ title, entries }) => `${title}:\n${entries.map(settingRow).join('')}`)
  return `Postern: Amazon API Gateway v2 that anyone can run.

Usage: postern [command] [flags]

Commands:
${commands.map(([name, summary]) => row(name, summary)).join('')}
Flags:
${row('--config FILE', 'JSON file with settings')}${row('-h, --help', 'Show this text')}${row('-v, --version', 'Show the version')}
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
`
}

function settingRow({ flag, variable, setting }: SettingEntry): string {
  // Secrets have no flag: their variable stands in its place.
  const name = flag === undefined ? variable : `--${flag}`
  const { fallback } = setting
  const shown = typeof fallback === 'string' || typeof fallback === 'number' ? ` [${fallback}]` : ''
  return row(setting.placeholder === undefined ? name : `${name} ${setting.placeholder}`, setting.summary + shown)
}

/** A name and its text, the text wrapped within its column. */
function row(name: string, text: string): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && line.length + 1 + word.length > WIDTH - COLUMN) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return `  ${name.padEnd(COLUMN - 4)}  ${lines.join(`\n${' '.repeat(COLUMN)}`)}\n`
}
