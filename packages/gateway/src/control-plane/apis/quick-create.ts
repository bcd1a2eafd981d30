import { badRequest } from '../../aws-protocol/service-error.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { IntegrationDocument, RouteDocument, StageDocument } from '../../store/documents.ts'
import { deployTo } from '../auto-deploy.ts'
import { type ControlPlane, timestamp } from '../control-plane.ts'
import { newId } from '../ids.ts'
import { checkIntegration } from '../integrations/integration-rules.ts'
import { makeIntegration } from '../integrations/make-integration.ts'
import { compact } from '../patch.ts'
import { parseRouteKey, rejectRouteConflict } from '../routes/route-key.ts'
import { newStage } from '../stages/make-stage.ts'

/** The members of CreateApi and UpdateApi that make, or change, an API's managed integration and route. */
export interface QuickCreate {
  readonly Target?: string | undefined
  readonly RouteKey?: string | undefined
  readonly CredentialsArn?: string | undefined
}

/** Quick create: integration, route and `$default` stage with auto-deploy in one call (spec control-plane.md 4.1.2). */
export async function quickCreate(plane: ControlPlane, draft: ApiDraft, quick: QuickCreate): Promise<void> {
  if (quick.Target === undefined) {
    for (const member of ['RouteKey', 'CredentialsArn'] as const) {
      if (quick[member] !== undefined) throw badRequest(`${member} is only supported together with Target`)
    }
    return
  }
  if (draft.api.ProtocolType !== 'HTTP') throw badRequest('Target is only supported for HTTP APIs')
  const integration = managedIntegration(draft, quick.Target, quick.CredentialsArn)
  await checkIntegration(plane, draft.api.ProtocolType, integration)
  draft.put('integrations', integration.IntegrationId, integration)

  const key = parseRouteKey('HTTP', quick.RouteKey ?? '$default')
  const RouteId = newId('route', (id) => draft.get('routes', id) !== undefined)
  draft.put('routes', RouteId, {
    ApiGatewayManaged: true,
    ApiKeyRequired: false,
    AuthorizationType: 'NONE',
    RouteId,
    RouteKey: key.text,
    Target: `integrations/${integration.IntegrationId}`,
  })
  const stage: StageDocument = {
    ...newStage('HTTP', '$default', timestamp(plane)),
    ApiGatewayManaged: true,
    AutoDeploy: true,
  }
  draft.put('stages', stage.StageName, stage)
  await deployTo(plane, draft, [stage])
}

/** The same members on UpdateApi: they rewrite the managed integration and route. */
export async function quickUpdate(plane: ControlPlane, draft: ApiDraft, quick: QuickCreate): Promise<void> {
  const given = (['Target', 'RouteKey', 'CredentialsArn'] as const).filter((member) => quick[member] !== undefined)
  if (given.length === 0) return
  const integration = [...draft.all('integrations').values()].find((one) => one.ApiGatewayManaged === true)
  const route = [...draft.all('routes').values()].find((one) => one.ApiGatewayManaged === true)
  if (integration === undefined || route === undefined) {
    throw badRequest(`${given[0]} can be updated only for APIs that were created with quick create`)
  }
  if (quick.Target === '') throw badRequest('Target cannot be removed from an API that was created with quick create')
  if (quick.Target !== undefined || quick.CredentialsArn !== undefined) {
    const target = quick.Target ?? integration.IntegrationUri ?? ''
    const next = {
      ...managedIntegration(draft, target, quick.CredentialsArn ?? integration.CredentialsArn),
      IntegrationId: integration.IntegrationId,
    }
    await checkIntegration(plane, draft.api.ProtocolType, next)
    draft.put('integrations', next.IntegrationId, next)
  }
  if (quick.RouteKey !== undefined) moveRoute(draft, route, quick.RouteKey)
}

function moveRoute(draft: ApiDraft, route: RouteDocument, text: string): void {
  const key = parseRouteKey('HTTP', text)
  rejectRouteConflict(draft, key, route.RouteId)
  draft.put('routes', route.RouteId, { ...route, RouteKey: key.text })
}

/** A URL becomes HTTP_PROXY with method ANY, a function's ARN AWS_PROXY with payload 2.0. */
function managedIntegration(draft: ApiDraft, target: string, credentials: string | undefined): IntegrationDocument {
  const isFunction = target.startsWith('arn:')
  const made = makeIntegration(draft, 'HTTP', {
    IntegrationType: isFunction ? 'AWS_PROXY' : 'HTTP_PROXY',
    IntegrationUri: target,
    IntegrationMethod: isFunction ? 'POST' : 'ANY',
    PayloadFormatVersion: isFunction ? '2.0' : '1.0',
    CredentialsArn: credentials,
  })
  return compact({ ...made, ApiGatewayManaged: true })
}
