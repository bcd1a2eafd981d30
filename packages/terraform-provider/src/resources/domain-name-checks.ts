import { secondsOf } from '../aws/duration.ts'
import { problem } from '../checks/problem.ts'
import { isRecord, type Value } from '../conversion/value.ts'
import type { Diagnostic } from '../framework/diagnostics.ts'
import { itemsOf } from '../framework/meaning.ts'
import type { Config } from '../framework/schema.ts'
import type { DomainNameState } from './domain-name.ts'

type DomainNameConfig = Config<DomainNameState>

const LONGEST_NAME = 512

/** The values that hashicorp/aws takes, in any case. */
const ALLOWED = { endpoint_type: 'REGIONAL', security_policy: 'TLS_1_2' } as const

/** What the API would refuse. What is unknown is passed over. */
export function* checkDomainName(config: DomainNameConfig): Generator<Diagnostic> {
  const { domain_name: name, domain_name_configuration: blocks, mutual_tls_authentication: authentication } = config
  if (typeof name === 'string' && (name === '' || name.length > LONGEST_NAME)) {
    yield problem('Invalid domain_name', `A domain name has 1 to ${LONGEST_NAME} characters.`, ['domain_name'])
  }
  for (const [index, block] of (itemsOf(blocks) ?? []).entries()) {
    const at = ['domain_name_configuration', { index }]
    for (const [attribute, allowed] of Object.entries(ALLOWED)) {
      const value = block[attribute]
      if (typeof value !== 'string' || value.toUpperCase() === allowed) continue
      const detail = `${attribute} is ${JSON.stringify(value)}. Allowed: "${allowed}".`
      yield problem(`Invalid ${attribute}`, detail, [...at, attribute])
    }
    for (const attribute of ['certificate_arn', 'ownership_verification_certificate_arn']) {
      const value = block[attribute]
      if (typeof value !== 'string' || value === '' || /^arn:[^:]+:[^:]+:[^:]*:[^:]*:.+/.test(value)) continue
      yield problem(`Invalid ${attribute}`, `${JSON.stringify(value)} is no ARN.`, [...at, attribute])
    }
  }
  for (const [index, { truststore_uri: uri }] of (itemsOf(authentication) ?? []).entries()) {
    if (typeof uri !== 'string' || /^s3:\/\/[^/]+\/.+/.test(uri)) continue
    const detail = `truststore_uri is ${JSON.stringify(uri)}. Allowed: s3://BUCKET/KEY.`
    yield problem('Invalid truststore_uri', detail, ['mutual_tls_authentication', { index }, 'truststore_uri'])
  }
  yield* checkTimeouts(config.timeouts)
}

function* checkTimeouts(timeouts: Value): Generator<Diagnostic> {
  if (!isRecord(timeouts)) return
  for (const [name, value] of Object.entries(timeouts)) {
    if (typeof value !== 'string' || (secondsOf(value) ?? -1) > 0) continue
    const detail = `${name} is ${JSON.stringify(value)}. Allowed: a duration such as "90s", "10m" or "1h30m".`
    yield problem(`Invalid ${name}`, detail, ['timeouts', name])
  }
}
