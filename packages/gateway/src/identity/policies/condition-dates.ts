import type { Condition } from './policy.ts'

/** Whether every value of a date condition is one: ISO 8601 (W3C's profile of it), or seconds since 1970. */
export function checkConditionDates(conditions: readonly Condition[]): boolean {
  return conditions
    .filter(({ operator }) => operator.startsWith('Date'))
    .every(({ values }) => values.every((value) => /^\d{1,18}$/.test(value) || isIsoDate(value)))
}

const ISO_DATE =
  /^-?\d{1,9}(?:-(\d{2})(?:-(\d{2}))?)?(?:[Tt](\d{2})(?::(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)?(?:[Zz]|[+-]\d{2}(?::\d{2})?)?)?$/

function isIsoDate(value: string): boolean {
  const match = ISO_DATE.exec(value)
  if (match === null) return false
  const [month = 1, day = 1, hour = 0, minute = 0, second = 0] = match
    .slice(1)
    .map((part: string | undefined) => (part === undefined ? undefined : Number(part)))
  return month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 23 && minute <= 59 && second <= 59
}
