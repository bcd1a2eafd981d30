import { ServiceError } from '../../aws-protocol/service-error.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import { addAuthorizer } from '../authorizers/authorizers.ts'
import type { ControlPlane } from '../control-plane.ts'
import { addIntegration } from '../integrations/integrations.ts'
import { addRoute } from '../routes/routes.ts'
import { checkOperation } from './check-document.ts'
import { isObject, type OpenApiObject, objectAt, textAt } from './document.ts'
import type { ImportMessages } from './import-messages.ts'
import { AUTHORIZER, isSigV4, readAuthorizer } from './read-authorizer.ts'
import { INTEGRATION, readIntegration } from './read-integration.ts'
import type { Operation } from './read-operations.ts'
import { readSecurity, type Scheme } from './read-security.ts'
import { follow } from './references.ts'
import { creationInput } from './structure.ts'

/** CreateRoute's bound of operation names: OpenAPI's ids have none. */
const LONGEST_OPERATION_NAME = 64

interface Import {
  readonly plane: ControlPlane
  readonly draft: ApiDraft
  readonly document: OpenApiObject
  readonly messages: ImportMessages
}

/**
 * Makes the authorizers, integrations and routes of a document, through the same doors as the Create operations. What
 * AWS would refuse there is warned of and left out, and what depends on it as well: a route is never made without the
 * authorizer that it asks for.
 */
export async function importDefinition(work: Import, operations: readonly Operation[]): Promise<void> {
  const { plane, draft, document, messages } = work
  const schemes = makeSchemes(work)
  /** By what they are referred to by, for one that several operations share is made once. */
  const shared = new Map<string, string | undefined>()
  for (const operation of operations) {
    const { definition, routeKey } = operation
    checkOperation(document, operation, messages)
    const security = readSecurity(document, operation, schemes, messages)
    const integration = await makeIntegration(work, operation, shared)
    if (security === undefined || integration === undefined) continue
    const name = textAt(definition, 'operationId')
    await attempt(messages, `Route '${routeKey}'`, () => {
      const route = creationInput('CreateRoute', {
        routeKey,
        target: integration === '' ? undefined : `integrations/${integration}`,
        operationName: name !== undefined && name.length <= LONGEST_OPERATION_NAME ? name : undefined,
        ...security,
      })
      return addRoute(plane, draft, route)
    })
  }
}

function makeSchemes({ plane, draft, document, messages }: Import): Map<string, Scheme> {
  const schemes = new Map<string, Scheme>()
  for (const [name, value] of objectAt(objectAt(document, 'components'), 'securitySchemes')) {
    const scheme = follow(document, value)
    const extension = scheme?.get(AUTHORIZER)
    if (scheme === undefined) {
      messages.issue(`components.securitySchemes.${name}`, ' is not of type `object`')
      schemes.set(name, { kind: 'broken' })
    } else if (isSigV4(scheme)) {
      schemes.set(name, { kind: 'iam' })
    } else if (extension === undefined) {
      messages.info(
        `components.securitySchemes.${name} has no authorizer and is not supported for HTTP APIs. Ignoring.`,
      )
      schemes.set(name, { kind: 'ignored' })
    } else {
      const authorizer = attemptNow(messages, `Authorizer '${name}'`, () =>
        addAuthorizer(plane, draft, readAuthorizer(name, scheme, isObject(extension) ? extension : new Map())),
      )
      schemes.set(
        name,
        authorizer === undefined
          ? { kind: 'broken' }
          : { kind: authorizer.AuthorizerType === 'JWT' ? 'jwt' : 'request', authorizerId: authorizer.AuthorizerId },
      )
    }
  }
  return schemes
}

/** The id of an operation's integration; empty where it has none, undefined where it could not be made. */
async function makeIntegration(
  { plane, draft, document, messages }: Import,
  { definition, location, routeKey }: Operation,
  shared: Map<string, string | undefined>,
): Promise<string | undefined> {
  const value = definition.get(INTEGRATION)
  if (value === undefined) return ''
  const reference = isObject(value) ? textAt(value, '$ref') : undefined
  if (reference !== undefined && shared.has(reference)) {
    const known = shared.get(reference)
    if (known === undefined) messages.warn(`Unable to create Route '${routeKey}': ${reference} could not be created`)
    return known
  }
  const extension = follow(document, value)
  if (extension === undefined) {
    messages.issue(
      `${location}.${INTEGRATION}`,
      reference === undefined ? ' is not of type `object`' : ` ${reference} is missing`,
    )
  }
  const made =
    extension &&
    (await attempt(messages, `Integration for Route '${routeKey}'`, () =>
      addIntegration(plane, draft, readIntegration(extension) as Parameters<typeof addIntegration>[2]),
    ))
  if (reference !== undefined) shared.set(reference, made?.IntegrationId)
  return made?.IntegrationId
}

/** AWS's words, recorded of authorizers. A full quota is none of a document's faults, and ends the import. */
async function attempt<T>(messages: ImportMessages, what: string, make: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await make()
  } catch (error) {
    warnOf(messages, what, error)
    return undefined
  }
}

function attemptNow<T>(messages: ImportMessages, what: string, make: () => T): T | undefined {
  try {
    return make()
  } catch (error) {
    warnOf(messages, what, error)
    return undefined
  }
}

function warnOf(messages: ImportMessages, what: string, error: unknown): void {
  if (!(error instanceof ServiceError) || error.code === 'LimitExceededException') throw error
  messages.warn(`Unable to create ${what}: ${error.message}`)
}
