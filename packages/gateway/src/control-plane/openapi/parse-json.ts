import { isDeeperThan } from '../../aws-protocol/json-depth.ts'
import type { OpenApiValue } from './document.ts'
import { DEEPEST, invalidDocument } from './invalid-document.ts'

/** Undefined where the text is no JSON: it may be YAML still. */
export function parseJson(text: string): OpenApiValue | undefined {
  if (!/^\s*\{/.test(text)) return undefined
  if (isDeeperThan(text, DEEPEST)) throw invalidDocument(`It is nested deeper than ${DEEPEST} levels`)
  try {
    return JSON.parse(text, revive) as OpenApiValue
  } catch {
    return undefined
  }
}

/** Called from the leaves upwards. */
function revive(_key: string, value: unknown, { source }: { source?: string } = {}): unknown {
  if (typeof value === 'number') return source
  const isPlainObject = typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map)
  return isPlainObject ? new Map(Object.entries(value)) : value
}
