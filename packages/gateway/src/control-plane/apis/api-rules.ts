import {
  API_KEY_SELECTION,
  HTTP_ROUTE_SELECTION,
  isApiKeySelection,
  isHttpRouteSelection,
  isMessageSelection,
} from '@postern/expressions/api-selection'
import { badRequest } from '../../aws-protocol/service-error.ts'
import type { ApiDocument } from '../../store/documents.ts'
import type { ControlPlane } from '../control-plane.ts'
import { compact } from '../patch.ts'
import { checkTags } from '../tag-rules.ts'
import { checkCors, settleCors } from './cors.ts'

/**
 * Gives an API the members that AWS fills in, both when it is made and when a PATCH cleared them: Terraform plans for
 * ever where a selection expression is missing (spec control-plane.md 0.3, 4.1).
 */
export function settleApi(api: ApiDocument): ApiDocument {
  const routeSelection = api.ProtocolType === 'HTTP' ? HTTP_ROUTE_SELECTION : undefined
  return compact<ApiDocument>({
    ...api,
    ApiKeySelectionExpression: api.ApiKeySelectionExpression || API_KEY_SELECTION,
    CorsConfiguration: settleCors(api.CorsConfiguration),
    DisableExecuteApiEndpoint: api.DisableExecuteApiEndpoint ?? false,
    IpAddressType: api.IpAddressType ?? 'ipv4',
    RouteSelectionExpression: api.RouteSelectionExpression || routeSelection,
    Tags: api.Tags ?? {},
  })
}

/** Throws where an API, as it would be stored, is none that AWS accepts (spec control-plane.md 4.1). */
export function checkApi(plane: ControlPlane, api: ApiDocument): void {
  const isHttp = api.ProtocolType === 'HTTP'
  checkRouteSelection(isHttp, api.RouteSelectionExpression)
  if (!isApiKeySelection(api.ApiKeySelectionExpression ?? '')) {
    throw badRequest(
      `Invalid API key selection expression specified: ${api.ApiKeySelectionExpression}. Must be one of [${API_KEY_SELECTION}, $context.authorizer.usageIdentifierKey]`,
    )
  }
  if (isHttp && api.DisableSchemaValidation === true) {
    throw badRequest('Schema validation is only supported for WEBSOCKET APIs')
  }
  checkCors(api.ProtocolType, api.CorsConfiguration)
  checkTags(plane, api.Tags ?? {})
}

function checkRouteSelection(isHttp: boolean, selection: string | undefined): void {
  if (selection === undefined) throw badRequest('Route selection expression is required for WEBSOCKET APIs')
  if (isHttp ? isHttpRouteSelection(selection) : isMessageSelection(selection)) return
  const rule = isHttp ? `. HTTP APIs support only ${HTTP_ROUTE_SELECTION}` : ''
  throw badRequest(`Invalid route selection expression specified: ${selection}${rule}`)
}
