import { compileIdentitySource } from '../authorizers/identity-source.ts'
import { LambdaAuthorizer } from '../authorizers/lambda-authorizer.ts'
import type { LambdaCall } from '../data-plane/lambda-invoker.ts'
import { DefinitionError } from '../expression/definition-error.ts'
import { executeApiArn } from '../integrations/execute-api-arn.ts'
import type { ApiOwner } from '../integrations/integration.ts'
import { parseCredentials, parseFunctionUri } from '../integrations/lambda-target.ts'
import type { ApiDefinition } from '../store/api-snapshot.ts'
import type { ApiDocument, AuthorizerDocument, RouteDocument } from '../store/documents.ts'
import { blaming } from './blaming.ts'

/** Who may open a connection, as the route `$connect` says (spec/websocket-api.md sections 2.3 to 2.6). */
export interface RouteAccess {
  /** The route, as policies name it. */
  readonly arn: string
  readonly authorization: Authorizing
  /** Where a client's API key stands; undefined: none is asked for. */
  readonly apiKey: ApiKeySource | undefined
}

type ApiKeySource = 'header' | 'authorizer'

/** How clients are told apart. `misconfigured`: they cannot be, so that none gets in. */
type Authorizing =
  | { readonly kind: 'none' }
  | { readonly kind: 'signature' }
  | { readonly kind: 'function'; readonly authorizer: LambdaAuthorizer }
  | { readonly kind: 'misconfigured'; readonly reason: string }

interface AccessBinding {
  readonly owner: ApiOwner
  readonly apiId: string
  readonly stageName: string
  readonly stageVariables: Readonly<Record<string, string>>
}

/** Never throws. */
export type AccessTemplate = (binding: AccessBinding) => RouteAccess

/** Milliseconds: as long as an integration may take. */
const AUTHORIZER_TIMEOUT = 29_000

/** Throws DefinitionError, whose message names the authorizer where that is to blame. */
export function compileAccess({ api, authorizers }: ApiDefinition, route: RouteDocument): AccessTemplate {
  const authorization = compileAuthorization(authorizers, route)
  const apiKey = route.ApiKeyRequired === true ? sourceOfApiKey(api) : undefined
  return (binding) => ({
    apiKey,
    arn: executeApiArn(binding.owner, binding.apiId, `${binding.stageName}/${route.RouteKey}`),
    authorization: authorization(binding),
  })
}

/** One of two constants (section 2.6). */
function sourceOfApiKey({ ApiKeySelectionExpression: expression = HEADER }: ApiDocument): ApiKeySource {
  if (expression === HEADER) return 'header'
  if (expression === '$context.authorizer.usageIdentifierKey') return 'authorizer'
  throw new DefinitionError(`${JSON.stringify(expression)} is no API key selection expression`)
}

const HEADER = '$request.header.x-api-key'

function compileAuthorization(
  authorizers: ApiDefinition['authorizers'],
  { AuthorizationType = 'NONE', AuthorizerId = '' }: RouteDocument,
): (binding: AccessBinding) => Authorizing {
  if (AuthorizationType === 'NONE') return () => ({ kind: 'none' })
  if (AuthorizationType === 'AWS_IAM') return () => ({ kind: 'signature' })
  if (AuthorizationType !== 'CUSTOM') {
    return () => misconfigured(`no WebSocket API has the authorization type ${AuthorizationType}`)
  }
  const document = authorizers.get(AuthorizerId)
  if (document === undefined) return () => misconfigured('the authorizer of the route does not exist')
  return blaming('Authorizer', AuthorizerId, () => compileAuthorizer(document))
}

function compileAuthorizer(document: AuthorizerDocument): (binding: AccessBinding) => Authorizing {
  const { AuthorizerId, AuthorizerUri, AuthorizerCredentialsArn, IdentitySource = [] } = document
  if (AuthorizerUri === undefined) throw new DefinitionError('it has no URI')
  const uri = parseFunctionUri(AuthorizerUri)
  const role = AuthorizerCredentialsArn === undefined ? undefined : parseCredentials(AuthorizerCredentialsArn)
  const identitySources = IdentitySource.map(compileIdentitySource)
  return (binding) => {
    const target = uri.bind(binding.stageVariables)
    const credentials = role?.bind(binding.stageVariables) ?? GATEWAY
    if (typeof target === 'string') return misconfigured(target)
    if (typeof credentials === 'string') return misconfigured(credentials)
    const sourceArn = executeApiArn(binding.owner, binding.apiId, `authorizers/${AuthorizerId}`)
    const call = { target, credentials, sourceArn }
    return {
      kind: 'function',
      authorizer: new LambdaAuthorizer({ call, identitySources, timeout: AUTHORIZER_TIMEOUT }),
    }
  }
}

const GATEWAY: LambdaCall['credentials'] = { kind: 'gateway' }

function misconfigured(reason: string): Authorizing {
  return { kind: 'misconfigured', reason }
}
