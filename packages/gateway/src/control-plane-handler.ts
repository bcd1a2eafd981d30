import { createCrossOriginAccess } from './aws-protocol/access-cross-origin.ts'
import { createAccessGuard } from './aws-protocol/access-guard.ts'
import { beginAuthentication } from './aws-protocol/authenticate.ts'
import { type AwsService, createDispatch } from './aws-protocol/dispatch.ts'
import { encodeQueryError } from './aws-protocol/query-protocol-error.ts'
import { encodeError } from './aws-protocol/rest-json-error.ts'
import { createRestJsonService } from './aws-protocol/rest-json-service.ts'
import { Keyring } from './aws-protocol/sigv4-keyring.ts'
import type { TemporaryKeys } from './aws-protocol/temporary-keys.ts'
import type { Settings } from './configuration/settings.ts'
import type { ControlPlane } from './control-plane/control-plane.ts'
import { controlPlaneHandlers } from './control-plane/handlers.ts'
import type { Functions } from './functions/open-functions.ts'
import { switchedOffService } from './functions-switched-off.ts'
import type { Identity } from './identity/identity.ts'
import type { Late } from './late.ts'
import { apigatewayv2 } from './model/apigatewayv2.generated.ts'
import type { HttpRequest, HttpResponse } from './transport/http-message.ts'

/** The services beside API Gateway's own, which are opened when they are first called. */
interface OtherServices {
  readonly identity: Late<Identity>
  /** Temporary keys, which any call may be signed with. */
  readonly sessions: TemporaryKeys
  readonly functions: Late<Functions>
}

/** The AWS services of this server behind one handler: access guard, signatures, dispatch. Never rejects. */
export function createControlPlaneHandler(
  settings: Settings,
  plane: ControlPlane,
  others: OtherServices,
): (request: HttpRequest) => Promise<HttpResponse> {
  const { limits } = settings
  const keyring = new Keyring(settings.credentials, others.sessions)
  const apiGateway: AwsService = {
    answer: createRestJsonService(apigatewayv2, controlPlaneHandlers(plane), limits),
    encodeError,
  }
  let identityService: AwsService | undefined
  const identity = async () => {
    if (identityService !== undefined) return identityService
    const { createIdentityService } = await import('./identity/identity-service.ts')
    identityService = { answer: createIdentityService(await others.identity.get()), encodeError: encodeQueryError }
    return identityService
  }
  const functions = async () => (await others.functions.get()).service
  return createDispatch({
    services: new Map<string, AwsService | (() => Promise<AwsService>)>([
      ['apigateway', apiGateway],
      ['sts', identity],
      ['iam', identity],
      ['lambda', settings.functions.enabled ? functions : switchedOffService],
    ]),
    guard: createAccessGuard(settings),
    access: createCrossOriginAccess(settings.allowedOrigins),
    authenticate: (request, service) =>
      beginAuthentication(request, keyring, { services: [service], now: plane.clock().getTime() }),
    bodyLimit: limits.controlPlaneBodyBytes,
  })
}
