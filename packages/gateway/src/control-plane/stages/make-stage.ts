import type * as sdk from '@aws-sdk/client-apigatewayv2'
import type { StageDocument } from '../../store/documents.ts'

/** What AWS returns for route settings that nobody set; throttling members only if set (spec control-plane.md 4.6). */
function defaultRouteSettings(protocol: sdk.ProtocolType): sdk.RouteSettings {
  return protocol === 'HTTP'
    ? { DetailedMetricsEnabled: false }
    : { DataTraceEnabled: false, DetailedMetricsEnabled: false, LoggingLevel: 'OFF' }
}

/** A stage as it is when only its name is given. */
export function newStage(protocol: sdk.ProtocolType, StageName: string, now: string): StageDocument {
  return {
    StageName,
    CreatedDate: now,
    LastUpdatedDate: now,
    DefaultRouteSettings: defaultRouteSettings(protocol),
    RouteSettings: {},
    StageVariables: {},
    Tags: {},
  }
}
