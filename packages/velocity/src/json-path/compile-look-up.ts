import { isList, isObject, MISSING, memberOf } from './document.ts'
import type { Token } from './path.ts'

/**
 * The straight way of a path of single properties and indexes, the most common kind: the value, or MISSING for
 * whatever reason. Undefined for other paths.
 */
export function compileLookUp(tokens: readonly Token[]): ((value: unknown) => unknown) | undefined {
  const keys: (string | number)[] = []
  for (const token of tokens) {
    const [key, more] = token.type === 'property' ? token.names : token.type === 'index' ? token.indexes : []
    if (key === undefined || more !== undefined) return undefined
    keys.push(key)
  }
  const [only] = keys
  if (only === undefined) return (value) => value ?? null
  if (keys.length === 1)
    return typeof only === 'string' ? (value) => property(value, only) : (value) => item(value, only)
  return (start) => {
    let value = start
    for (const key of keys) {
      value = typeof key === 'string' ? property(value, key) : item(value, key)
      if (value === MISSING) return MISSING
    }
    return value
  }
}

function property(value: unknown, name: string): unknown {
  return isObject(value) ? (memberOf(value, name) ?? null) : MISSING
}

function item(value: unknown, index: number): unknown {
  if (!isList(value)) return MISSING
  const at = index < 0 ? value.length + index : index
  return at >= 0 && at < value.length ? (value[at] ?? null) : MISSING
}
