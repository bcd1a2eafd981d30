import { badRequest } from '../../aws-protocol/service-error.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { IntegrationDocument, RouteDocument, StageDocument } from '../../store/documents.ts'
import { deployTo } from '../auto-deploy.ts'
import { type ControlPlane, timestamp } from '../control-plane.ts'
import { draftId } from '../ids.ts'
import { checkIntegration } from '../integrations/integration-rules.ts'
import { makeIntegration } from '../integrations/make-integration.ts'
import { patchIntegration } from '../integrations/patch-integration.ts'
import { parseRouteKey, rejectRouteConflict } from '../routes/route-key.ts'
import { newStage } from '../stages/make-stage.ts'

/** The members of CreateApi and UpdateApi that make, or change, an API's managed integration and route. */
export interface QuickCreate {
  readonly Target?: string | undefined
  readonly RouteKey?: string | undefined
  readonly CredentialsArn?: string | undefined
}

const MEMBERS = ['Target', 'RouteKey', 'CredentialsArn'] as const

/** Quick create: integration, route and `$default` stage with auto-deploy in one call (spec control-plane.md 4.1.2). */
export async function quickCreate(plane: ControlPlane, draft: ApiDraft, quick: QuickCreate): Promise<void> {
  const { Target, RouteKey = '$default', CredentialsArn } = quick
  if (Target === undefined) {
    const lone = MEMBERS.find((member) => quick[member] !== undefined)
    if (lone !== undefined) throw badRequest(`${lone} is only supported together with Target`)
    return
  }
  if (draft.api.ProtocolType !== 'HTTP') throw badRequest('Target is only supported for HTTP APIs')
  const integration: IntegrationDocument = {
    ...makeIntegration(draft, { ...backendOf(Target), CredentialsArn }),
    ApiGatewayManaged: true,
  }
  await checkIntegration(plane, 'HTTP', integration)
  draft.put('integrations', integration.IntegrationId, integration)

  const RouteId = draftId(draft, 'routes')
  draft.put('routes', RouteId, {
    ApiGatewayManaged: true,
    ApiKeyRequired: false,
    AuthorizationType: 'NONE',
    RouteId,
    RouteKey: parseRouteKey('HTTP', RouteKey).text,
    Target: `integrations/${integration.IntegrationId}`,
  })
  const stage: StageDocument = {
    ...newStage('HTTP', '$default', timestamp(plane)),
    ApiGatewayManaged: true,
    AutoDeploy: true,
  }
  await deployTo(plane, draft, [stage], await plane.apis.freeze(draft))
}

/** The same members on UpdateApi: they rewrite the managed integration and route. */
export async function quickUpdate(plane: ControlPlane, draft: ApiDraft, quick: QuickCreate): Promise<void> {
  const { Target, RouteKey, CredentialsArn } = quick
  if (Target === '') throw badRequest('Target cannot be removed from an API that was created with quick create')
  if (Target !== undefined || CredentialsArn !== undefined) {
    const old = managed(draft.all('integrations'), quick)
    const backend: Partial<Backend> = Target === undefined ? {} : backendOf(Target)
    // Another target of the same kind keeps what was set for the old one since: method, payload format, timeout.
    const isSameKind = backend.IntegrationType === old.IntegrationType
    const changes = isSameKind ? { IntegrationUri: Target } : backend
    const next = patchIntegration('HTTP', old, { ...changes, CredentialsArn })
    await checkIntegration(plane, 'HTTP', next)
    draft.put('integrations', next.IntegrationId, next)
  }
  if (RouteKey !== undefined) moveRoute(draft, managed(draft.all('routes'), quick), RouteKey)
}

function managed<Document extends IntegrationDocument | RouteDocument>(
  documents: ReadonlyMap<string, Document>,
  quick: QuickCreate,
): Document {
  const document = [...documents.values()].find((one) => one.ApiGatewayManaged === true)
  if (document !== undefined) return document
  const given = MEMBERS.find((member) => quick[member] !== undefined)
  throw badRequest(`${given} can be updated only for APIs that were created with quick create`)
}

function moveRoute(draft: ApiDraft, route: RouteDocument, text: string): void {
  const key = parseRouteKey('HTTP', text)
  rejectRouteConflict(draft, key, route.RouteId)
  draft.put('routes', route.RouteId, { ...route, RouteKey: key.text })
}

type Backend = Pick<
  IntegrationDocument,
  'IntegrationType' | 'IntegrationMethod' | 'PayloadFormatVersion' | 'IntegrationUri'
>

/** A URL becomes HTTP_PROXY with method ANY, a function's ARN AWS_PROXY with payload 2.0. */
function backendOf(target: string): Backend {
  const isFunction = target.startsWith('arn:')
  return {
    IntegrationType: isFunction ? 'AWS_PROXY' : 'HTTP_PROXY',
    IntegrationMethod: isFunction ? 'POST' : 'ANY',
    PayloadFormatVersion: isFunction ? '2.0' : '1.0',
    IntegrationUri: target,
  }
}
