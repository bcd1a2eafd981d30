import { ApiKeys } from './authorizers/api-keys.ts'
import type { IdentifyCaller } from './authorizers/signed-caller.ts'
import { beginAuthentication } from './aws-protocol/authenticate.ts'
import { missingToken } from './aws-protocol/sigv4-errors.ts'
import { Keyring } from './aws-protocol/sigv4-keyring.ts'
import type { TemporaryKeys } from './aws-protocol/temporary-keys.ts'
import type { Settings } from './configuration/settings.ts'
import { callerOf } from './identity/caller.ts'
import type { AdmissionServices } from './websocket-api/admission.ts'

const NO_BODY = new Uint8Array()

/** Who may open connections: who signs, and with which API keys clients come. */
export function invokeAccess(
  settings: Settings,
  sessions: TemporaryKeys,
  clock: () => Date,
): Pick<AdmissionServices, 'identifyCaller' | 'apiKeys'> {
  return { identifyCaller: identifyCaller(settings, sessions, clock), apiKeys: new ApiKeys(settings.apiKeys) }
}

/**
 * Who signs calls of APIs whose routes ask for AWS_IAM: with the keys of the control plane. Where none are configured,
 * who a signature claims to be is believed, as there; without a signature nobody is.
 */
function identifyCaller(settings: Settings, sessions: TemporaryKeys, clock: () => Date): IdentifyCaller {
  const keyring = new Keyring(settings.credentials, sessions)
  return (request) => {
    const options = { services: ['execute-api'], now: clock().getTime() }
    const caller = beginAuthentication(request, keyring, options)(NO_BODY)
    if (caller.accessKeyId === undefined) throw missingToken()
    const isTemporary = caller.principal !== undefined
    return { ...callerOf(settings, caller), accessKeyId: caller.accessKeyId, isTemporary }
  }
}
