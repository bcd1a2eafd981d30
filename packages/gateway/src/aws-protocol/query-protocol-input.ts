import type { QueryParameters } from './query-protocol-parameters.ts'
import { ServiceError } from './service-error.ts'

/** Reads one member of an input. Undefined where the call does not have it. */
export type QueryMember<T> = (source: MemberSource) => T | undefined

interface MemberSource {
  readonly parameters: QueryParameters
  /** As on the wire: `Tags.member.1.Key`. */
  readonly name: string
  /** As texts name it: `tags.1.member.key`. */
  readonly path: string
  /** Notes what is wrong with a member; reading goes on, for AWS tells all of it at once. */
  readonly refuse: (violation: string) => void
}

type Members = Readonly<Record<string, QueryMember<unknown>>>
type QueryInput<M extends Members> = {
  readonly [Name in keyof M]: M[Name] extends QueryMember<infer T> ? T | undefined : never
}
/** What a call has, `Required` of it for certain. */
type WithRequired<M extends Members, Required extends keyof M> = {
  readonly [Name in keyof QueryInput<M>]: Name extends Required
    ? Exclude<QueryInput<M>[Name], undefined>
    : QueryInput<M>[Name]
}

/**
 * Reads the members that an action knows, and passes over all others. Throws ValidationError, which names each member
 * that is missing or breaks its constraint, in the wording that AWS's query services share.
 */
export function readQueryInput<M extends Members, Required extends keyof M & string = never>(
  parameters: QueryParameters,
  members: M,
  ...required: readonly Required[]
): WithRequired<M, Required> {
  const violations: string[] = []
  const refuse = (violation: string) => violations.push(violation)
  const read = readMembers({ parameters, name: '', path: '', refuse }, members, required)
  if (violations.length > 0) {
    const count = violations.length === 1 ? '1 validation error' : `${violations.length} validation errors`
    const text = `${count} detected: ${violations.join('; ')}`
    throw validationError(text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text)
  }
  return read as WithRequired<M, Required>
}

/** A call of a thousand parameters could be wrong in each. */
const LONGEST_TEXT = 4096

export function validationError(message: string): ServiceError {
  return new ServiceError('ValidationError', 400, message)
}

function readMembers(source: MemberSource, members: Members, required: readonly string[]): Record<string, unknown> {
  const { parameters, refuse } = source
  const read: Record<string, unknown> = {}
  for (const [member, reader] of Object.entries(members)) {
    const name = source.name === '' ? member : `${source.name}.${member}`
    const path = source.path === '' ? lowerFirst(member) : `${source.path}.${lowerFirst(member)}`
    read[member] = reader({ parameters, name, path, refuse })
    const isMissing = read[member] === undefined && required.includes(member)
    if (isMissing && !parameters.has(name)) refuse(violationOf(null, path, 'not be null'))
  }
  return read
}

export interface TextConstraint {
  /** Of UTF-16 units. */
  readonly length?: readonly [least: number, most: number]
  /** Must match the whole text. */
  readonly pattern?: RegExp
  /** How AWS's texts spell the pattern, where that is not as JavaScript does. */
  readonly spelled?: string
  readonly values?: readonly string[]
}

export function text(constraint: TextConstraint = {}): QueryMember<string> {
  const { length: [least, most] = [0, Number.POSITIVE_INFINITY], pattern, values } = constraint
  const whole = pattern && new RegExp(`^(?:${pattern.source})$`, pattern.flags)
  return ({ parameters, name, path, refuse }) => {
    const value = parameters.get(name)
    if (value === undefined) return undefined
    const fail = (rule: string) => refuse(violationOf(value, path, rule))
    if (value.length < least) fail(`have length greater than or equal to ${least}`)
    else if (value.length > most) fail(`have length less than or equal to ${most}`)
    if (values !== undefined && !values.includes(value)) fail(`satisfy enum value set: [${values.join(', ')}]`)
    // Only within the bounds: a pattern is not run over what is too long anyway.
    if (whole !== undefined && value.length <= most && !whole.test(value)) {
      fail(`satisfy regular expression pattern: ${constraint.spelled ?? pattern?.source}`)
    }
    return value
  }
}

export function integer(least: number, most: number): QueryMember<number> {
  return ({ parameters, name, path, refuse }) => {
    const given = parameters.get(name)
    if (given === undefined) return undefined
    if (!/^[+-]?\d{1,15}$/.test(given)) {
      refuse(violationOf(given, path, 'be an integer'))
      return undefined
    }
    const value = Number(given)
    if (value < least) refuse(violationOf(given, path, `have value greater than or equal to ${least}`))
    if (value > most) refuse(violationOf(given, path, `have value less than or equal to ${most}`))
    return value
  }
}

export function flag(): QueryMember<boolean> {
  return ({ parameters, name, path, refuse }) => {
    const given = parameters.get(name)
    if (given === undefined) return undefined
    const value = given.toLowerCase()
    if (value !== 'true' && value !== 'false') refuse(violationOf(given, path, 'be a boolean'))
    return value === 'true'
  }
}

/** A list, `Name.member.1` and so on. An empty one is `Name=`, as clients write it. */
export function list<T>(element: QueryMember<T>, most: number): QueryMember<readonly T[]> {
  return ({ parameters, name, path, refuse }) => {
    const indexes = indexesOf(parameters, `${name}.member.`)
    if (indexes.length === 0 && !parameters.has(name)) return undefined
    if (indexes.length > most) {
      refuse(violationOf(`[${indexes.length} elements]`, path, `have length less than or equal to ${most}`))
      return []
    }
    return indexes.flatMap((index) => {
      const value = element({
        parameters,
        name: `${name}.member.${index}`,
        path: `${path}.${index}.member`,
        refuse,
      })
      return value === undefined ? [] : [value]
    })
  }
}

export function structure<M extends Members, Required extends keyof M & string = never>(
  members: M,
  ...required: readonly Required[]
): QueryMember<WithRequired<M, Required>> {
  return (source) => readMembers(source, members, required) as WithRequired<M, Required>
}

/** The indexes of a list that the call has, in their order; gaps do not count. */
function indexesOf(parameters: QueryParameters, prefix: string): number[] {
  const indexes = new Set<number>()
  for (const name of parameters.keys()) {
    if (!name.startsWith(prefix)) continue
    const index = /^[1-9]\d{0,5}(?=\.|$)/.exec(name.slice(prefix.length))?.[0]
    if (index !== undefined) indexes.add(Number(index))
  }
  return [...indexes].sort((a, b) => a - b)
}

function violationOf(value: string | null, path: string, rule: string): string {
  return `Value ${value === null ? 'null' : `'${shown(value)}'`} at '${path}' failed to satisfy constraint: Member must ${rule}`
}

function shown(value: string): string {
  return value.length > 256 ? `${value.slice(0, 256)}…` : value
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
