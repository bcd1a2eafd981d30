import { isList, isObject, type OpenApiObject, type OpenApiValue, plainOf } from './document.ts'
import { type ImportMessages, importError } from './import-messages.ts'
import { authTypeOf } from './read-authorizer.ts'
import type { Operation } from './read-operations.ts'

/** What a security scheme of the document came to. */
export type Scheme =
  | { readonly kind: 'jwt' | 'request'; readonly authorizerId: string }
  | { readonly kind: 'iam' }
  /** Valid OpenAPI that HTTP APIs have nothing for. */
  | { readonly kind: 'ignored' }
  | { readonly kind: 'broken' }

/** Members of CreateRoute. */
type Security = Readonly<Record<'authorizationType' | 'authorizerId' | 'authorizationScopes', unknown>>

const OPEN: Security = { authorizationType: 'NONE', authorizerId: undefined, authorizationScopes: undefined }

/**
 * How an operation's route is authorized: by its own `security`, else by the document's. Undefined where the scheme is
 * not to be had: then the route must not be made. Throws for several requirements, which HTTP APIs cannot have.
 */
export function readSecurity(
  document: OpenApiObject,
  { definition, location, routeKey }: Operation,
  schemes: ReadonlyMap<string, Scheme>,
  messages: ImportMessages,
): Security | undefined {
  const type = authTypeOf(definition)
  if (type !== undefined) return { ...OPEN, authorizationType: type }
  const security = definition.get('security') ?? document.get('security')
  if (security === undefined) return OPEN
  const requirements = isList(security) ? security.filter(isObject) : undefined
  if (requirements === undefined) {
    messages.issue(`${location}.security`, ' is not of type `array`')
    return undefined
  }
  const [requirement = new Map<string, never>(), ...more] = requirements
  const [named, ...others] = requirement
  if (more.length > 0 || others.length > 0) {
    throw importError(`Unable to create Route '${routeKey}': HTTP APIs support one security requirement per operation`)
  }
  if (named === undefined) return OPEN
  const [name, scopes] = named
  const scheme = schemes.get(name)
  if (scheme !== undefined && scheme.kind !== 'broken') return securityOf(scheme, scopes)
  const problem = scheme === undefined ? 'is not defined' : 'has no authorizer'
  messages.warn(`Unable to create Route '${routeKey}': the security scheme ${name} ${problem}`)
  return undefined
}

function securityOf(scheme: Exclude<Scheme, { kind: 'broken' }>, scopes: OpenApiValue): Security {
  if (scheme.kind === 'jwt') {
    return { authorizationType: 'JWT', authorizerId: scheme.authorizerId, authorizationScopes: plainOf(scopes) }
  }
  if (scheme.kind === 'request') {
    return { ...OPEN, authorizationType: 'CUSTOM', authorizerId: scheme.authorizerId }
  }
  return scheme.kind === 'iam' ? { ...OPEN, authorizationType: 'AWS_IAM' } : OPEN
}
