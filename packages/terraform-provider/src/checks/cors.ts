import { isCorsMethod, isCorsOrigin } from '@postern/expressions/cors-value'
import { isToken } from '@postern/expressions/mapping-key'
import type { Unknown } from '../conversion/value.ts'
import type { AttributePath, Diagnostic } from '../framework/diagnostics.ts'
import { checkRange } from './bounds.ts'
import { knownItems, type MaybeList } from './known.ts'
import { problem, quoted } from './problem.ts'

export interface CorsConfig {
  readonly allow_credentials: boolean | Unknown | null
  readonly allow_headers: MaybeList
  readonly allow_methods: MaybeList
  readonly allow_origins: MaybeList
  readonly expose_headers: MaybeList
  readonly max_age: number | Unknown | null
}

/** The CORS block of an HTTP API (spec control-plane.md 4.1). `path`: where the block is. */
export function* checkCors(cors: CorsConfig, path: AttributePath): Generator<Diagnostic> {
  if (cors.allow_credentials === true && knownItems(cors.allow_origins).includes('*')) {
    const detail =
      'Browsers send credentials to named origins only: allow_credentials and the origin "*" exclude each other.'
    yield problem('Invalid allow_credentials', detail, [...path, 'allow_credentials'])
  }
  const lists = [
    ['allow_headers', isHeaderName, 'names of headers, or "*"'],
    ['expose_headers', isHeaderName, 'names of headers, or "*"'],
    ['allow_methods', isCorsMethod, 'HTTP methods, or "*"'],
    ['allow_origins', isCorsOrigin, '"*", or a scheme and a host without a path, such as "https://example.com"'],
  ] as const
  for (const [name, isValid, allowed] of lists) {
    for (const item of knownItems(cors[name])) {
      if (isValid(item)) continue
      yield problem(`Invalid ${name}`, `${quoted(item)} is none. Allowed: ${allowed}.`, [...path, name])
    }
  }
  for (const found of checkRange('max_age', cors.max_age, -1, 86_400)) yield { ...found, path: [...path, 'max_age'] }
}

/** `*` is a token, too. */
function isHeaderName(text: string): boolean {
  return isToken(text)
}
