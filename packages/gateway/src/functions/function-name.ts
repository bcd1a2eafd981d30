import { ServiceError } from '../aws-protocol/service-error.ts'
import { functionArn, type LambdaHome } from './lambda-arn.ts'
import { functionNotFound, invalidParameter, resourceNotFound, validationError } from './lambda-errors.ts'

/** A function as a caller names it: by name, partial ARN (`123456789012:function:f`) or ARN, each with a qualifier or without. */
export interface FunctionReference {
  readonly name: string
  /** A version, an alias or `$LATEST`. */
  readonly qualifier: string | undefined
}

const PARTS =
  /^(arn:(aws[a-zA-Z-]*)?:lambda:)?((?<region>(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}):)?((?<account>\d{12}):)?(function:)?(?<name>[a-zA-Z0-9-_.]+)(:(?<qualifier>\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?$/

/** The patterns as AWS shows them. Those that only read also take dots, which no function has. */
const SHOWN = {
  read: '(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?',
  change:
    '(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?',
} as const

/** Characters of a name alone, and of any form. */
const LONGEST_NAME = 64
const LONGEST = 140

/**
 * Takes apart what a caller gives as FunctionName and Qualifier. Throws ValidationException for what is no name,
 * ResourceNotFoundException for other regions, AccessDeniedException for other accounts, and
 * InvalidParameterValueException for two qualifiers that differ.
 */
export function parseFunctionName(home: LambdaHome, given: string, qualifier?: string): FunctionReference {
  const { name, region, account, qualifier: own } = PARTS.exec(given)?.groups ?? {}
  if (name === undefined) throw validationError(violation(given, pattern(SHOWN.read)))
  if (given.length > LONGEST) throw validationError(violation(given, longest(LONGEST)))
  if (account !== undefined && account !== home.accountId) throw new ServiceError('AccessDeniedException', 403, '')
  if (region !== undefined && region !== home.region) {
    throw resourceNotFound(`Functions from '${region}' are not reachable in this region ('${home.region}')`)
  }
  if (qualifier !== undefined && own !== undefined && qualifier !== own) {
    throw invalidParameter('The derived qualifier from the function name does not match the specified qualifier.')
  }
  return { name, qualifier: qualifier ?? own }
}

/** The name of a function to be made: without qualifier, at most 64 characters. */
export function parseNewName(home: LambdaHome, given: string): string {
  const isShort = !given.includes(':')
  if (!PARTS.test(given) || given.includes('.')) throw validationError(violation(given, pattern(SHOWN.change)))
  // AWS has another code for a plain name that is too long.
  if (isShort && given.length > LONGEST_NAME) throw invalidParameter(violation(given, longest(LONGEST_NAME)))
  const { name, qualifier } = parseFunctionName(home, given)
  if (name.length > LONGEST_NAME) throw invalidParameter(violation(name, longest(LONGEST_NAME)))
  if (qualifier !== undefined) throw functionNotFound(functionArn(home, name, qualifier))
  return name
}

export function isVersion(qualifier: string): boolean {
  return /^\d+$/.test(qualifier)
}

/** Whether it has the form of an alias' name. */
export function isAlias(qualifier: string): boolean {
  return /^[a-zA-Z0-9-_]+$/.test(qualifier) && !isVersion(qualifier)
}

function violation(value: string, rule: string): string {
  return `1 validation error detected: Value '${value}' at 'functionName' failed to satisfy constraint: Member must ${rule}`
}

function pattern(shown: string): string {
  return `satisfy regular expression pattern: ${shown}`
}

function longest(characters: number): string {
  return `have length less than or equal to ${characters}`
}
