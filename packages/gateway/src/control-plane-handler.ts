import { createCrossOriginAccess } from './aws-protocol/access-cross-origin.ts'
import { createAccessGuard } from './aws-protocol/access-guard.ts'
import { beginAuthentication } from './aws-protocol/authenticate.ts'
import { type AwsService, createDispatch } from './aws-protocol/dispatch.ts'
import { encodeQueryError } from './aws-protocol/query-protocol-error.ts'
import { encodeError } from './aws-protocol/rest-json-error.ts'
import { createRestJsonService } from './aws-protocol/rest-json-service.ts'
import { Keyring } from './aws-protocol/sigv4-keyring.ts'
import type { Settings } from './configuration/settings.ts'
import type { ControlPlane } from './control-plane/control-plane.ts'
import { controlPlaneHandlers } from './control-plane/handlers.ts'
import { switchedOffService } from './functions-switched-off.ts'
import type { Identity } from './identity/identity.ts'
import { createIdentityService } from './identity/identity-service.ts'
import { apigatewayv2 } from './model/apigatewayv2.generated.ts'
import type { HttpRequest, HttpResponse } from './transport/http-message.ts'

/**
 * The AWS services of this server behind one handler: access guard, signatures, dispatch. Never rejects. `functions`
 * answers Lambda's service, which is opened when it is first called.
 */
export function createControlPlaneHandler(
  settings: Settings,
  plane: ControlPlane,
  identity: Identity,
  functions: () => Promise<AwsService>,
): (request: HttpRequest) => Promise<HttpResponse> {
  const { limits } = settings
  const keyring = new Keyring(settings.credentials, identity.sessions)
  const apiGateway: AwsService = {
    answer: createRestJsonService(apigatewayv2, controlPlaneHandlers(plane), limits),
    encodeError,
  }
  const identityService: AwsService = { answer: createIdentityService(identity), encodeError: encodeQueryError }
  return createDispatch({
    services: new Map<string, AwsService | (() => Promise<AwsService>)>([
      ['apigateway', apiGateway],
      ['sts', identityService],
      ['iam', identityService],
      ['lambda', settings.functions.enabled ? functions : switchedOffService],
    ]),
    guard: createAccessGuard(settings),
    access: createCrossOriginAccess(settings.allowedOrigins),
    authenticate: (request, service) =>
      beginAuthentication(request, keyring, { services: [service], now: plane.clock().getTime() }),
    bodyLimit: limits.controlPlaneBodyBytes,
  })
}
