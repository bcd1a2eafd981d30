import type { Value } from '../conversion/value.ts'

/** Why a text is not JSON; undefined where it is. */
export function jsonFault(text: string): string | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** An attribute's `same`: in JSON, white space and the order of members say nothing. */
export function isSameJson(one: Value, other: Value): boolean {
  if (typeof one !== 'string' || typeof other !== 'string') return false
  if (jsonFault(one) !== undefined || jsonFault(other) !== undefined) return false
  return canonical(JSON.parse(one)) === canonical(JSON.parse(other))
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
    return Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
  })
}
