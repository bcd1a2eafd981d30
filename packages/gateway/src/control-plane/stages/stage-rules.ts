import {
  isStageName,
  isStageVariableName,
  isStageVariableValue,
  LONGEST_STAGE_VARIABLE,
} from '@postern/expressions/stage-text'
import { badRequest, notFound } from '../../aws-protocol/service-error.ts'
import type { ApiDraft } from '../../store/api-draft.ts'
import type { StageDocument } from '../../store/documents.ts'
import type { ControlPlane } from '../control-plane.ts'
import { checkTags } from '../tag-rules.ts'

/** Without the `:*` that a log group's own ARN attribute may carry. */
const LOG_GROUP = /^arn:aws[\w-]*:logs:[\w-]+:\d{12}:log-group:[^:*\s]+$/
/** API Gateway may write to streams of that name only; HTTP APIs to none (spec http-api.md, head). */
const DELIVERY_STREAM = /^arn:aws[\w-]*:firehose:[\w-]+:\d{12}:deliverystream\/amazon-apigateway-\S+$/

/**
 * Throws where a stage, as it would be stored, is none that AWS accepts (spec control-plane.md 4.6). Only the route
 * settings `given` now must name routes that exist: older ones may outlive theirs.
 */
export function checkStage(
  plane: ControlPlane,
  draft: ApiDraft,
  stage: StageDocument,
  given: Pick<StageDocument, 'RouteSettings'>,
): void {
  const isHttp = draft.api.ProtocolType === 'HTTP'
  if (!isStageName(stage.StageName, isHttp)) {
    throw badRequest(
      `Invalid stage name specified: ${stage.StageName}. Stage names may have letters, digits, _ and -${isHttp ? ', or be $default' : ''}`,
    )
  }
  checkVariables(plane, stage)
  checkRouteSettings(draft, stage, Object.keys(given.RouteSettings ?? {}))
  checkAccessLogs(isHttp, stage)
  if (isHttp && stage.ClientCertificateId !== undefined) {
    throw badRequest('ClientCertificateId is only supported for WEBSOCKET APIs')
  }
  checkTags(plane, stage.Tags ?? {})
}

function checkVariables(plane: ControlPlane, stage: StageDocument): void {
  const entries = Object.entries(stage.StageVariables ?? {})
  if (entries.length > plane.quotas.stageVariables) {
    throw badRequest(`Too many stage variables specified. At most ${plane.quotas.stageVariables} are allowed`)
  }
  for (const [name, value] of entries) {
    if (!isStageVariableName(name)) {
      throw badRequest(`Invalid stage variable name specified: ${name}. Names may have up to 64 letters, digits and _`)
    }
    if (!isStageVariableValue(value)) {
      throw badRequest(
        `Invalid stage variable value specified for ${name}. Values may have up to ${LONGEST_STAGE_VARIABLE} of the characters A-Za-z0-9-._~:/?#&=,`,
      )
    }
  }
}

function checkRouteSettings(draft: ApiDraft, stage: StageDocument, given: readonly string[]): void {
  const routeKeys = new Set([...draft.all('routes').values()].map((route) => route.RouteKey))
  for (const key of given) {
    if (!routeKeys.has(key)) throw notFound(`Unable to find Route by key ${key} within the provided RouteSettings`)
  }
  if (draft.api.ProtocolType !== 'HTTP') return
  for (const settings of [stage.DefaultRouteSettings ?? {}, ...Object.values(stage.RouteSettings ?? {})]) {
    if (settings.DataTraceEnabled !== undefined || settings.LoggingLevel !== undefined) {
      throw badRequest('Execution logs are not supported on protocolType HTTP')
    }
  }
}

function checkAccessLogs(isHttp: boolean, { AccessLogSettings }: StageDocument): void {
  if (AccessLogSettings === undefined) return
  const { DestinationArn = '', Format = '' } = AccessLogSettings
  if (!LOG_GROUP.test(DestinationArn) && (isHttp || !DELIVERY_STREAM.test(DestinationArn))) {
    const streams = isHttp ? '' : ' or of a Firehose delivery stream whose name starts with amazon-apigateway-'
    throw badRequest(
      `Invalid access log destination specified: ${DestinationArn}. Must be the ARN of a CloudWatch Logs log group${streams}`,
    )
  }
  if (!/\$context\.(extendedRequestId|requestId)/.test(Format)) {
    throw badRequest(
      'Invalid access log format specified. It must contain $context.requestId or $context.extendedRequestId',
    )
  }
  if (/[\r\n]/.test(Format.trimEnd())) {
    throw badRequest('Access Log format must be single line, new line character is allowed only at end of the format')
  }
}
