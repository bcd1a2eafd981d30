import { readFileSync, statSync } from 'node:fs'
import type { GivenValue, GivenValues } from './given-value.ts'
import { suggestion } from './nearest-name.ts'
import { isSetting, type SettingTable, settingEntries } from './setting-entry.ts'
import { settingsTable } from './settings.ts'

/** Far more than a thousand credentials take. */
const MOST_BYTES = 1_048_576

/** Reads a configuration file: a JSON object shaped like the settings. Never throws; texts of the file are not repeated. */
export function readSettingsFile(path: string): GivenValues {
  let text: string
  try {
    const { size } = statSync(path)
    if (size > MOST_BYTES) return problem(path, `larger than ${MOST_BYTES} bytes`)
    text = readFileSync(path, 'utf8')
  } catch (error) {
    return problem(path, `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`)
  }
  let content: unknown
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    return problem(path, `not JSON${positionOf(error)}`)
  }
  const given: GivenValue[] = []
  const problems: string[] = []
  walk(content, settingsTable, [])
  return { given, problems }

  function walk(node: unknown, table: SettingTable, parents: readonly string[]): void {
    if (typeof node !== 'object' || node === null || Array.isArray(node)) {
      problems.push(`${parents.length === 0 ? 'configuration' : parents.join('.')} (file ${path}): expected an object`)
      return
    }
    for (const [name, value] of Object.entries(node)) {
      const names = [...parents, name]
      const key = names.join('.')
      const target = Object.hasOwn(table, name) ? table[name] : undefined
      if (target === undefined) {
        problems.push(
          `${key} (file ${path}): no such key${suggestion(
            key,
            settingEntries.map((entry) => entry.key),
          )}`,
        )
      } else if (isSetting(target)) {
        const entry = settingEntries.find((candidate) => candidate.setting === target)
        if (entry !== undefined) given.push({ entry, source: `file ${path}`, value })
      } else {
        walk(value, target, names)
      }
    }
  }
}

function problem(path: string, what: string): GivenValues {
  return { given: [], problems: [`file ${path}: ${what}`] }
}

/** Where the JSON ends to be JSON. The message itself may quote the file, secrets included. */
function positionOf(error: unknown): string {
  const position = error instanceof Error ? /line \d+ column \d+/.exec(error.message) : null
  return position === null ? '' : ` (${position[0]})`
}
