import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type SettingEntry, sectionsOfSettings, settingEntries } from './setting-entry.ts'

const documentation = readFileSync(join(import.meta.dirname, '../../../../docs/configuration.md'), 'utf8')
// Tables may be aligned or not.
const rows = documentation
  .split('\n')
  .filter((line) => /^\| `\w/.test(line))
  .map((line) => line.replaceAll(/ +/g, ' '))

/** The row of a setting as docs/configuration.md must have it. */
function rowOf({ key, flag, variable, setting }: SettingEntry): string {
  const { fallback, summary, allowed } = setting
  const shown =
    fallback === undefined ? '–' : `\`${typeof fallback === 'string' ? fallback : JSON.stringify(fallback)}\``
  return `| \`${key}\` | ${flag === undefined ? '–' : `\`--${flag}\``} | \`${variable}\` | ${shown} | ${summary} | ${allowed} |`
}

describe('docs/configuration.md', () => {
  test('has every setting, with its names, its default and what is allowed, and no other', () => {
    expect(rows).toEqual(sectionsOfSettings().flatMap((section) => section.entries.map(rowOf)))
  })

  test('groups them as help does', () => {
    for (const { title } of sectionsOfSettings()) expect(documentation).toContain(`### ${title}\n`)
    expect(rows).toHaveLength(settingEntries.length)
  })
})
