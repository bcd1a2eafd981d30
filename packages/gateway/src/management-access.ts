import { createAccessGuard } from './aws-protocol/access-guard.ts'
import { beginAuthentication } from './aws-protocol/authenticate.ts'
import { Keyring } from './aws-protocol/sigv4-keyring.ts'
import type { TemporaryKeys } from './aws-protocol/temporary-keys.ts'
import type { Settings } from './configuration/settings.ts'
import type { DomainTable } from './data-plane/domain-table.ts'
import type { ManagementAccess } from './websocket-api/management.ts'

/** Who may call `@connections`: whoever may call the control plane; the calls are signed for `execute-api`. */
export function managementAccess(
  settings: Settings,
  sessions: TemporaryKeys,
  clock: () => Date,
  domains: Pick<DomainTable, 'has'>,
): ManagementAccess {
  const keyring = new Keyring(settings.credentials, sessions)
  const guard = createAccessGuard(settings, (name) => domains.has(name))
  return {
    guard,
    authenticate: (request) =>
      beginAuthentication(request, keyring, { services: ['execute-api'], now: clock().getTime() }),
  }
}
