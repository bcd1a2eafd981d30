import { ConfigurationError } from './read-settings.ts'
import type { Environment } from './settings-environment.ts'

/** Where AWS's own APIs are called, if anywhere: http or https URLs without credentials, for messages to name. */
export interface AwsEndpoints {
  readonly lambda: string | undefined
  readonly sts: string | undefined
  readonly s3: string | undefined
}

const GENERAL = 'AWS_ENDPOINT_URL'

/**
 * The endpoints from the variables that AWS's SDKs and CLI read: that of the service, else the general one. Throws
 * ConfigurationError. https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function readAwsEndpoints(environment: Environment): AwsEndpoints {
  const problems: string[] = []
  const read = (service: string): string | undefined => {
    const given = givenEndpoint(environment, service)
    if (given === undefined || isEndpoint(given.text)) return given?.text
    problems.push(`variable ${given.variable}: expected ${ENDPOINT_FORM}`)
    return undefined
  }
  const endpoints = { lambda: read('LAMBDA'), sts: read('STS'), s3: read('S3') }
  if (problems.length > 0) throw new ConfigurationError([...new Set(problems)])
  return endpoints
}

export const ENDPOINT_FORM = 'an http or https URL without user, query and fragment'

/** The endpoint of any service, and the variable that names it. `service`: as the SDKs' variables end, such as `DYNAMODB`. */
export function givenEndpoint(
  environment: Environment,
  service: string,
): { readonly variable: string; readonly text: string } | undefined {
  if (environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true') return undefined
  for (const variable of [`${GENERAL}_${service}`, GENERAL]) {
    const text = environment[variable]
    // Empty counts as not given, as for our own variables.
    if (text !== undefined && text !== '') return { variable, text }
  }
  return undefined
}

/** What is given is not shown where it is wrong: it may hold a password. */
export function isEndpoint(text: string): boolean {
  const url = text.length <= 2048 ? URL.parse(text) : null
  if (url === null || !/^https?:$/.test(url.protocol)) return false
  return url.username === '' && url.password === '' && !/[?#\s]/.test(text)
}
