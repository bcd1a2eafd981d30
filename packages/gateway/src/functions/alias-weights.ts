import type { AliasRoutingConfiguration } from '@aws-sdk/client-lambda'
import { isVersion } from './function-name.ts'
import { invalidParameter, validationError } from './lambda-errors.ts'

/**
 * The share of the second version of an alias; undefined where it has none. `main` is the alias' own version.
 * Throws for what Lambda refuses, whether the versions exist apart.
 */
export function weightsOf(
  routing: AliasRoutingConfiguration | undefined,
  main: string,
): Readonly<Record<string, number>> | undefined {
  const weights = Object.entries(routing?.AdditionalVersionWeights ?? {})
  if (weights.length > 1) {
    throw invalidParameter('Number of items in AdditionalVersionWeights cannot be greater than 1')
  }
  const [first] = weights
  if (first === undefined) return undefined
  const [version, weight] = first
  if (weight < 0 || weight > 1) {
    throw violation(
      version,
      weight,
      'Map value must satisfy constraint: [Member must have value less than or equal to 1.0, Member must have value greater than or equal to 0.0, Member must not be null]',
    )
  }
  if (version === main) {
    throw invalidParameter(
      `Invalid function version ${main}. Function version ${main} is already included in routing configuration.`,
    )
  }
  if (main === '$LATEST') {
    throw invalidParameter('$LATEST is not supported for an alias pointing to more than 1 version')
  }
  if (!isVersion(version)) {
    throw violation(
      version,
      weight,
      'Map keys must satisfy constraint: [Member must have length less than or equal to 1024, Member must have length greater than or equal to 1, Member must satisfy regular expression pattern: [0-9]+]',
    )
  }
  return { [version]: weight }
}

function violation(version: string, weight: number, rule: string) {
  const shown = Number.isInteger(weight) ? weight.toFixed(1) : String(weight)
  return validationError(
    `1 validation error detected: Value '{${version}=${shown}}' at 'routingConfig.additionalVersionWeights' failed to satisfy constraint: ${rule}`,
  )
}
