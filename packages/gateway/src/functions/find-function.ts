import type { ServiceError } from '../aws-protocol/service-error.ts'
import type { VersionDocument } from '../store/function-document.ts'
import type { FunctionEntry } from './function-entry.ts'
import { type FunctionReference, isAlias, parseFunctionName } from './function-name.ts'
import { functionArn } from './lambda-arn.ts'
import { functionNotFound, resourceNotFound } from './lambda-errors.ts'
import type { LambdaPlane } from './lambda-plane.ts'

/** A function that is there, and how it was named. */
export interface FoundFunction extends FunctionReference {
  readonly entry: FunctionEntry
  /** Its ARN as it was named: with the qualifier, if there is one. */
  readonly arn: string
}

/** Throws ResourceNotFoundException for a function that is not there; the qualifier is not looked up. */
export function findFunction(plane: LambdaPlane, given: string, qualifier?: string): FoundFunction {
  const reference = parseFunctionName(plane, given, qualifier)
  const arn = functionArn(plane, reference.name, reference.qualifier)
  const entry = plane.table.get(reference.name)
  if (entry === undefined) throw functionNotFound(arn)
  return { ...reference, entry, arn }
}

/** The same, with the version that the qualifier means. */
export function findVersion(
  plane: LambdaPlane,
  given: string,
  qualifier?: string,
): FoundFunction & { readonly version: VersionDocument } {
  const found = findFunction(plane, given, qualifier)
  const version = found.entry.versionOf(found.qualifier)
  if (version === undefined) throw functionNotFound(found.arn)
  return { ...found, version }
}

/** The same for what belongs to a version or an alias, with AWS's other text where there is no such alias. */
export function findQualified(plane: LambdaPlane, given: string, qualifier?: string): FoundFunction {
  const found = findFunction(plane, given, qualifier)
  const { entry, qualifier: named, arn } = found
  if (named === undefined || entry.versions.has(named) || entry.aliases.has(named)) return found
  throw isAlias(named) ? missingAlias(arn) : functionNotFound(arn)
}

export function missingAlias(arn: string): ServiceError {
  return resourceNotFound(`Cannot find alias arn: ${arn}`)
}
