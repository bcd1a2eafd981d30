import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { parseSelectionExpression } from '@postern/expressions/selection-expression'
import { badRequest } from '../../aws-protocol/service-error.ts'
import type { IntegrationDocument } from '../../store/documents.ts'

/** Members that only WebSocket APIs have, and the selection expression of their templates (spec control-plane.md 5.2). */
export function checkTemplates(protocol: sdk.ProtocolType, integration: IntegrationDocument): void {
  const { ContentHandlingStrategy, RequestTemplates, TemplateSelectionExpression } = integration
  if (protocol === 'HTTP') {
    const given = { ContentHandlingStrategy, RequestTemplates, TemplateSelectionExpression }
    for (const [member, value] of Object.entries(given)) {
      if (value !== undefined) throw badRequest(`${member} is only supported for integrations of WEBSOCKET APIs`)
    }
    return
  }
  checkTemplateSelection(TemplateSelectionExpression)
}

/** Throws where a template selection expression is none (spec websocket-api.md 3.2). */
export function checkTemplateSelection(expression: string | undefined): void {
  if (expression !== undefined && parseSelectionExpression(expression) === undefined) {
    throw badRequest(`Invalid template selection expression specified: ${expression}`)
  }
}
