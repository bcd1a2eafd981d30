import { exposureProblem } from './exposure.ts'
import { checkValue, type GivenValue, type GivenValues } from './given-value.ts'
import { isSetting, type SettingTable } from './setting-entry.ts'
import { type Settings, settingsTable } from './settings.ts'
import { CONFIG_VARIABLE, type Environment, readEnvironment } from './settings-environment.ts'
import { readSettingsFile } from './settings-file.ts'

/** The configuration, or the command line that it is part of, cannot be used. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
  /** One line each: which key, who gave what, what is allowed. Without secrets. */
  readonly problems: readonly string[]
  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

export interface SettingSources {
  /** Values of flags, as the command line gave them. */
  readonly flags: readonly GivenValue[]
  /** `--config`; the variable POSTERN_CONFIG stands in for it. */
  readonly file: string | undefined
  readonly environment: Environment
}

/**
 * The settings: a flag wins over a variable, that over the file, that over the default. What is wrong is told all at
 * once, and even where a stronger source overrides it. Throws ConfigurationError.
 */
export async function readSettings(sources: SettingSources): Promise<Settings> {
  const file = sources.file ?? (sources.environment[CONFIG_VARIABLE] || undefined)
  // From the weakest to the strongest.
  const all: readonly GivenValues[] = [
    file === undefined ? { given: [], problems: [] } : readSettingsFile(file),
    readEnvironment(sources.environment),
    { given: sources.flags, problems: [] },
  ]
  const problems = all.flatMap((source) => source.problems)
  const winners = new Map<string, GivenValue>()
  for (const given of all.flatMap((source) => source.given)) {
    // Only now, and with plain defaults never: importing zod is a fifth of what starting takes.
    const checked = checkValue(await import('zod'), given)
    if ('problems' in checked) problems.push(...checked.problems)
    else winners.set(given.entry.key, { ...given, value: checked.value })
  }
  if (problems.length > 0) throw new ConfigurationError(problems)
  const settings = assemble(settingsTable, [], winners) as Settings
  const exposed = exposureProblem(settings, winners.get('host')?.source)
  if (exposed !== undefined) throw new ConfigurationError([exposed])
  return settings
}

function assemble(table: SettingTable, parents: readonly string[], winners: ReadonlyMap<string, GivenValue>): object {
  const entries = Object.entries(table).map(([name, node]) => {
    const path = [...parents, name]
    if (!isSetting(node)) return [name, assemble(node, path, winners)] as const
    const winner = winners.get(path.join('.'))
    return [name, winner === undefined ? node.fallback : winner.value] as const
  })
  return Object.fromEntries(entries)
}
