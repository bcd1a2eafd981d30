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
  if (environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS']?.toLowerCase() === 'true') {
    return { lambda: undefined, sts: undefined, s3: undefined }
  }
  const problems: string[] = []
  const read = (service: string): string | undefined => {
    for (const variable of [`${GENERAL}_${service}`, GENERAL]) {
      // Empty counts as not given, as for our own variables.
      const text = environment[variable]
      if (text === undefined || text === '') continue
      if (isEndpoint(text)) return text
      problems.push(`variable ${variable}: expected an http or https URL without user, query and fragment`)
      return undefined
    }
    return undefined
  }
  const endpoints = { lambda: read('LAMBDA'), sts: read('STS'), s3: read('S3') }
  if (problems.length > 0) throw new ConfigurationError([...new Set(problems)])
  return endpoints
}

/** What is given is not shown where it is wrong: it may hold a password. */
function isEndpoint(text: string): boolean {
  const url = text.length <= 2048 ? URL.parse(text) : null
  if (url === null || !/^https?:$/.test(url.protocol)) return false
  return url.username === '' && url.password === '' && !/[?#\s]/.test(text)
}
