import { parseArgs } from 'node:util'
import type { GivenValue } from '../configuration/given-value.ts'
import { type SettingEntry, settingEntries } from '../configuration/setting-entry.ts'
import { unknownFlag, valueMissing } from './flag-problem.ts'

/** What a command line says, not yet checked. */
export interface Arguments {
  /** The first word without dashes; undefined where there is none. */
  readonly command: string | undefined
  /** Words beyond the command's. */
  readonly operands: readonly string[]
  readonly help: boolean
  readonly version: boolean
  /** `--config` */
  readonly config: string | undefined
  /** Settings that were given as flags, in order. */
  readonly settings: readonly GivenValue[]
  /** One line each. */
  readonly problems: readonly string[]
}

const entriesByFlag = new Map(
  settingEntries.flatMap((entry) => (entry.flag === undefined ? [] : [[entry.flag, entry]])),
)

/** Flags of the command itself; all others are settings. */
const OWN_FLAGS = ['config', 'help', 'version']

/**
 * Reads a command line: `--flag value`, `--flag=value`, `--switch`, `--no-switch`. parseArgs only splits it (`strict`
 * off): its own errors name neither the flag that was meant nor what is allowed.
 */
export function readArguments(words: readonly string[]): Arguments {
  const { tokens } = parseArgs({
    args: [...words],
    options: {
      help: { type: 'boolean', short: 'h' },
      version: { type: 'boolean', short: 'v' },
      config: { type: 'string' },
      ...Object.fromEntries([...entriesByFlag].map(([flag, { setting }]) => [flag, { type: parseArgsType(setting) }])),
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  })
  const problems: string[] = []
  const settings: GivenValue[] = []
  const operands: string[] = []
  let help = false
  let version = false
  let config: string | undefined
  for (const token of tokens) {
    if (token.kind === 'positional') operands.push(token.value)
    if (token.kind !== 'option') continue
    const { name, rawName, value, inlineValue } = token
    const negated = name.startsWith('no-') ? entriesByFlag.get(name.slice(3)) : undefined
    const entry = entriesByFlag.get(name)
    if (name === 'help') help = true
    else if (name === 'version') version = true
    else if (negated !== undefined && isSwitch(negated))
      settings.push({ entry: negated, source: `flag ${rawName}`, value: false })
    else if (entry === undefined && name !== 'config') problems.push(noSuchFlag(rawName))
    // `--data-dir --ephemeral`: a value was forgotten. One that does start with a dash can follow `=`.
    else if (!(entry !== undefined && isSwitch(entry)) && (!value || (value.startsWith('-') && !inlineValue))) {
      problems.push(valueMissing(rawName))
    } else if (entry === undefined) config = value
    else
      settings.push({
        entry,
        source: `flag ${rawName}`,
        value: value === undefined ? true : entry.setting.parseText(value),
      })
  }
  // After a flag that is unknown, a word may have been its value.
  const [command, ...others] = problems.length > 0 ? [] : operands
  return { command, operands: others, help, version, config, settings, problems }
}

function isSwitch(entry: SettingEntry): boolean {
  return entry.setting.placeholder === undefined
}

function parseArgsType(setting: SettingEntry['setting']): 'boolean' | 'string' {
  return setting.placeholder === undefined ? 'boolean' : 'string'
}

function noSuchFlag(rawName: string): string {
  const secret = settingEntries.find(({ flag, key }) => flag === undefined && rawName === `--${key}`)
  if (secret !== undefined) {
    return `unknown flag ${rawName}: it would show in lists of processes; set ${secret.variable}`
  }
  return unknownFlag(rawName, [...entriesByFlag.keys(), ...OWN_FLAGS])
}
