import type { Cors } from '@aws-sdk/client-apigatewayv2'
import type { Value } from '../conversion/value.ts'
import { listBlock, type State, textSet, truth, wholeNumber } from '../framework/schema.ts'

/** The API lower-cases names of headers, and takes methods in any case. */
function inAnyCase(one: Value, other: Value): boolean {
  const texts = (value: Value) => (Array.isArray(value) ? value.map((text) => String(text).toLowerCase()) : []).sort()
  return JSON.stringify(texts(one)) === JSON.stringify(texts(other))
}

const fields = {
  allow_credentials: truth('optional'),
  allow_headers: textSet('optional', { same: inAnyCase }),
  allow_methods: textSet('optional', { same: inAnyCase }),
  allow_origins: textSet('optional', { same: inAnyCase }),
  expose_headers: textSet('optional', { same: inAnyCase }),
  max_age: wholeNumber('optional'),
}

export const corsBlock = listBlock(fields, { maxItems: 1 })
export type CorsState = State<typeof fields>

/** All six members, as hashicorp/aws sends them: what is not said is none. */
export function corsMember(block: CorsState): Cors {
  return {
    AllowCredentials: block.allow_credentials ?? false,
    AllowHeaders: [...(block.allow_headers ?? [])],
    AllowMethods: [...(block.allow_methods ?? [])],
    AllowOrigins: [...(block.allow_origins ?? [])],
    ExposeHeaders: [...(block.expose_headers ?? [])],
    MaxAge: block.max_age ?? 0,
  }
}

export function corsAnswered(found: Cors | undefined): readonly CorsState[] {
  if (found === undefined) return []
  return [
    {
      allow_credentials: found.AllowCredentials ?? null,
      allow_headers: found.AllowHeaders ?? null,
      allow_methods: found.AllowMethods ?? null,
      allow_origins: found.AllowOrigins ?? null,
      expose_headers: found.ExposeHeaders ?? null,
      max_age: found.MaxAge ?? null,
    },
  ]
}
