import { UNKNOWN, type Unknown } from '../conversion/value.ts'

/** Attributes as checks are given them: anything may be missing, or not known yet. */
export type MaybeText = string | Unknown | null
export type MaybeTexts = Readonly<Record<string, string | Unknown>> | Unknown | null
export type MaybeList = readonly (string | Unknown)[] | Unknown | null

/** Whether a text is configured and known; the empty one is none, as in hashicorp/aws. */
export function isText(value: MaybeText | undefined): value is string {
  return typeof value === 'string' && value !== ''
}

/** The keys of a map and those values that are known. */
export function knownEntries(map: MaybeTexts): readonly (readonly [key: string, value: string])[] {
  return Object.entries(recordOf(map)).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
}

/** The keys of a map are known as soon as the map is. */
export function knownKeys(map: MaybeTexts): readonly string[] {
  return Object.keys(recordOf(map))
}

export function knownItems(list: MaybeList): readonly string[] {
  return Array.isArray(list) ? (list as readonly unknown[]).filter((item) => typeof item === 'string') : []
}

function recordOf(map: MaybeTexts): Readonly<Record<string, unknown>> {
  return map === UNKNOWN || map === null ? {} : map
}
