import { type NullLike, nullLike, print } from '@postern/velocity'

/** No value: neither null nor what `$input.path` answers where nothing is. */
export function isNothing(value: unknown): value is null | undefined | NullLike {
  return value === undefined || value === null || value === nullLike
}

/** What a value prints as in a mapping template: lists of JSON text as JSON, maps and numbers as Java does. */
export function textOfValue(value: unknown): string {
  return typeof value === 'string' ? value : print(value, { dialect: 'api-gateway' })
}
