import { isRecord, member, UNKNOWN, type Unknown, type Value, type ValueRecord } from '../conversion/value.ts'

/** What a block of configuration says, loosely: missing, empty and not known yet are all undefined, as hashicorp/aws reads it. */
export function textOf(record: ValueRecord, name: string): string | undefined {
  const value = member(record, name)
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function numberOf(record: ValueRecord, name: string): number | undefined {
  const value = member(record, name)
  return typeof value === 'number' ? value : undefined
}

export function truthOf(record: ValueRecord, name: string): boolean {
  return member(record, name) === true
}

export function textsOf(record: ValueRecord, name: string): readonly string[] {
  const value = member(record, name)
  return Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string') : []
}

export type TextMap = Readonly<Record<string, string>>
/** As a whole, or some of its values may not be known yet. */
export type TextMapToBe = Readonly<Record<string, string | Unknown>> | Unknown

export function textMapOf(record: ValueRecord, name: string): TextMap {
  const value = member(record, name)
  return isRecord(value) ? Object.fromEntries(Object.entries(value).filter(isTextEntry)) : {}
}

export function textMapToBeOf(record: ValueRecord, name: string): TextMapToBe {
  const value = member(record, name)
  if (value === UNKNOWN) return UNKNOWN
  if (!isRecord(value)) return {}
  return Object.fromEntries(
    Object.entries(value).filter((entry) => isTextEntry(entry) || entry[1] === UNKNOWN),
  ) as TextMapToBe
}

function isTextEntry(entry: [string, Value]): entry is [string, string] {
  return typeof entry[1] === 'string'
}

/** The blocks of a name, in order. */
export function blocksOf(record: ValueRecord, name: string): readonly ValueRecord[] {
  const value = member(record, name)
  return Array.isArray(value) ? (value as readonly Value[]).filter(isRecord) : []
}
