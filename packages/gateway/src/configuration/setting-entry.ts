import type { Setting } from './setting.ts'
import { settingSections, settingsTable } from './settings.ts'

/** A setting with its names. */
export interface SettingEntry {
  /** Where it stands in the settings and in a configuration file: `['limits', 'headerBytes']`. */
  readonly path: readonly string[]
  /** `limits.headerBytes` */
  readonly key: string
  /** `limits-header-bytes`, without the dashes; undefined for secrets. */
  readonly flag: string | undefined
  /** `POSTERN_LIMITS_HEADER_BYTES` */
  readonly variable: string
  readonly setting: Setting<unknown>
}

export interface SettingSection {
  readonly title: string
  readonly entries: readonly SettingEntry[]
}

/** A table of settings and of such tables: what a configuration file mirrors. */
export interface SettingTable {
  readonly [name: string]: Setting<unknown> | SettingTable
}

export const settingEntries: readonly SettingEntry[] = entriesOf(settingsTable)

/** The entries as help and docs group them. */
export function sectionsOfSettings(): readonly SettingSection[] {
  return settingSections.map(({ title, table }) => ({ title, entries: entriesOf(table) }))
}

export function isSetting(node: Setting<unknown> | SettingTable): node is Setting<unknown> {
  return typeof node['schema'] === 'function'
}

function entriesOf(table: SettingTable, parents: readonly string[] = []): SettingEntry[] {
  return Object.entries(table).flatMap(([name, node]) => {
    const path = [...parents, name]
    return isSetting(node) ? [entryOf(path, node)] : entriesOf(node, path)
  })
}

/** `headerBytes` of `limits`: words split at capitals, joined by `-` for flags and by `_` for variables. */
function entryOf(path: readonly string[], setting: Setting<unknown>): SettingEntry {
  const words = path.flatMap((name) => name.split(/(?=[A-Z])/)).map((word) => word.toLowerCase())
  return {
    path,
    key: path.join('.'),
    flag: setting.secret ? undefined : words.join('-'),
    variable: `POSTERN_${words.join('_').toUpperCase()}`,
    setting,
  }
}
