/** Told of each value that is looked at. */
export type Spend = (steps: number) => void

/** The same text for values that are equal as JSON is: members in order of their names. */
export function canonicalText(value: unknown, spend: Spend): string {
  spend(1)
  if (typeof value === 'string') spend(value.length >> 6)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item) => canonicalText(item, spend)).join()}]`
  const members = Object.entries(value).map(
    ([name, member]) => `${JSON.stringify(name)}:${canonicalText(member, spend)}`,
  )
  return `{${members.sort().join()}}`
}

/** Whether no two of a list's items are equal. */
export function areDifferent(items: readonly unknown[], spend: Spend): boolean {
  const seen = new Set<string>()
  for (const item of items) {
    const text = canonicalText(item, spend)
    if (seen.has(text)) return false
    seen.add(text)
  }
  return true
}
