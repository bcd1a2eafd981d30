import type * as sdk from '@aws-sdk/client-apigatewayv2'
import type { StageDocument } from '../../store/documents.ts'
import { compact, mergeMap, patch, unlessEmpty } from '../patch.ts'

type Changes = Omit<sdk.UpdateStageRequest, 'ApiId' | 'StageName'>

/**
 * A stage with a PATCH applied, member by member (spec control-plane.md 3.2). `''` clears the description, and `{}` the
 * access log settings, where AWS ignores them: so a second `terraform plan` is empty (spec 10.6).
 */
export function patchStage(old: StageDocument, changes: Changes): StageDocument {
  const { AccessLogSettings, DefaultRouteSettings, RouteSettings, StageVariables, ...plain } = changes
  return settleStage({
    ...patch<StageDocument>(old, plain),
    AccessLogSettings: mergeSettings(old.AccessLogSettings, AccessLogSettings),
    DefaultRouteSettings: { ...old.DefaultRouteSettings, ...DefaultRouteSettings },
    RouteSettings: mergeRouteSettings(old.RouteSettings, RouteSettings),
    StageVariables: mergeMap(old.StageVariables, StageVariables) ?? {},
  })
}

/** A stage as it is stored. AWS returns what belongs to auto-deploy only where that is on. */
export function settleStage(stage: StageDocument): StageDocument {
  const isAutomatic = stage.AutoDeploy === true
  return compact<StageDocument>({
    ...stage,
    AccessLogSettings: unlessEmpty(stage.AccessLogSettings),
    AutoDeploy: isAutomatic || undefined,
    LastDeploymentStatusMessage: isAutomatic ? stage.LastDeploymentStatusMessage : undefined,
  })
}

function mergeSettings(
  old: sdk.AccessLogSettings | undefined,
  changes: sdk.AccessLogSettings | undefined,
): sdk.AccessLogSettings | undefined {
  if (changes === undefined) return old
  return unlessEmpty(changes) && patch({ ...old }, changes)
}

type RouteSettings = Readonly<Record<string, sdk.RouteSettings>>

/** Merged by route key; an entry without members would be a difference that Terraform plans for ever (spec 4.6). */
export function mergeRouteSettings(
  old: RouteSettings | undefined,
  changes: RouteSettings | undefined,
): Record<string, sdk.RouteSettings> {
  const merged = new Map(Object.entries(old ?? {}))
  for (const [key, settings] of Object.entries(changes ?? {})) merged.set(key, { ...merged.get(key), ...settings })
  return Object.fromEntries([...merged].filter(([, settings]) => Object.keys(settings).length > 0))
}
