/** What is wrong with a document's syntax. The message is AWS's text for trust policies. */
export class PolicySyntaxError extends Error {
  override readonly name = 'PolicySyntaxError'
}

/** The own members of a JSON object: a Map, so that no name can be one of its prototype's. */
export function fieldsOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return new Map(Object.entries(value))
}
