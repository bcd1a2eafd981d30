import { decodeStructure } from '../../aws-protocol/rest-json.ts'
import { apiGatewayDialect } from '../../aws-protocol/rest-json-dialect.ts'
import { apigatewayv2, type Operations } from '../../model/apigatewayv2.generated.ts'
import type { Decoded, Documented } from '../../model/documented.ts'
import { isList, isObject, type OpenApiValue, plainOf } from './document.ts'

type Creation = 'CreateApi' | 'CreateAuthorizer' | 'CreateIntegration' | 'CreateRoute'

/**
 * The input of a Create operation, made of wire members that a document gave: lengths, types and allowed values are
 * checked as if a client had sent them. Members that are undefined are absent.
 */
export function creationInput<Name extends Creation>(
  name: Name,
  members: Readonly<Record<string, unknown>>,
): Omit<Decoded<Documented<Operations[Name]['input']>>, 'ApiId'> {
  const given = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
  const { ApiId: _, ...input } = decodeStructure(apigatewayv2, apiGatewayDialect, `${name}Request`, {
    ...given,
    // A label of the path, which the structure counts among its members.
    ApiId: '',
  }) as Decoded<Documented<Operations[Name]['input']>> & { ApiId?: string }
  return input
}

export function numberOf(value: OpenApiValue | undefined): unknown {
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : plain(value)
}

export function booleanOf(value: OpenApiValue | undefined): unknown {
  return value === 'true' ? true : value === 'false' ? false : plain(value)
}

/** For members whose type the structure checks. */
export function plain(value: OpenApiValue | undefined): unknown {
  return value === undefined || value === null ? undefined : plainOf(value)
}

/** The same for maps of texts, in which YAML has truth values where quotes were forgotten. */
export function textMap(value: OpenApiValue | undefined): unknown {
  if (typeof value === 'boolean') return String(value)
  if (!isObject(value)) return plain(value)
  return Object.fromEntries([...value].map(([key, member]) => [key, textMap(member)]))
}

/** A list of texts, or one text with commas. */
export function textsOf(value: OpenApiValue | undefined): unknown {
  if (typeof value !== 'string') return isList(value) || isObject(value) ? plainOf(value) : undefined
  return value
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
}
