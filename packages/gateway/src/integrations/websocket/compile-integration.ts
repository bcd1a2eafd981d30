import type { IntegrationDocument, IntegrationResponseDocument } from '../../store/documents.ts'
import { compileAwsService } from './aws-service.ts'
import { compileHttp, compileHttpProxy } from './http.ts'
import { compileLambdaCustom } from './lambda-custom.ts'
import { compileLambdaProxy } from './lambda-proxy.ts'
import { compileMock } from './mock.ts'
import type { WebSocketIntegrationTemplate } from './websocket-integration.ts'

const FUNCTION = /:lambda:(?:path\/2015-03-31\/functions\/|[\w-]+:\d{12}:function:)/

/** Compiles a WebSocket API's integration with its integration responses. Throws DefinitionError. */
export function compileWebSocketIntegration(
  document: IntegrationDocument,
  responses: readonly IntegrationResponseDocument[],
): WebSocketIntegrationTemplate {
  switch (document.IntegrationType) {
    case 'MOCK':
      return compileMock(document, responses)
    case 'HTTP':
      return compileHttp(document, responses)
    case 'HTTP_PROXY':
      return compileHttpProxy(document)
    case 'AWS_PROXY':
      return compileLambdaProxy(document)
    default:
      return FUNCTION.test(document.IntegrationUri ?? '')
        ? compileLambdaCustom(document, responses)
        : compileAwsService(document, responses)
  }
}
