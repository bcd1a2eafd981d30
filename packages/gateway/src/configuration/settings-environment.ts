import type { GivenValue, GivenValues } from './given-value.ts'
import { suggestion } from './nearest-name.ts'
import { settingEntries } from './setting-entry.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Names the configuration file where no `--config` does. */
export const CONFIG_VARIABLE = 'POSTERN_CONFIG'

const PREFIX = 'POSTERN_'

/**
 * What Kubernetes puts into every pod beside a Service that is named `postern` (service links): not meant for us.
 * https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 */
const SERVICE_LINK = /^POSTERN_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_(TCP|UDP|SCTP)(_\w+)?)$/
const SERVICE_LINK_PORT = /^(tcp|udp|sctp):\/\//

/** The settings among the variables. Empty ones count as not given, which is how compose files leave one out. */
export function readEnvironment(environment: Environment): GivenValues {
  const given: GivenValue[] = []
  const problems: string[] = []
  for (const [variable, text] of Object.entries(environment)) {
    if (!variable.startsWith(PREFIX) || text === undefined || text === '') continue
    if (variable === CONFIG_VARIABLE || SERVICE_LINK.test(variable)) continue
    const entry = settingEntries.find((candidate) => candidate.variable === variable)
    if (entry === undefined) {
      const names = [...settingEntries.map((candidate) => candidate.variable), CONFIG_VARIABLE]
      problems.push(`variable ${variable}: no such setting${suggestion(variable, names)}`)
    } else if (!(entry.key === 'port' && SERVICE_LINK_PORT.test(text))) {
      given.push({ entry, source: `variable ${variable}`, value: entry.setting.parseText(text) })
    }
  }
  return { given, problems }
}
