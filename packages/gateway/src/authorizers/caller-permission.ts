import type { Principal } from '../aws-protocol/temporary-keys.ts'

/** What callers of APIs may be permitted. */
type InvokeAction = 'execute-api:Invoke' | 'execute-api:ManageConnections'

/** Asks what a caller's policies say. Answers the text of a refusal, as AWS words it; undefined: the caller may. */
export type CallerPermission = (
  caller: Principal,
  action: InvokeAction,
  resource: string,
) => Promise<string | undefined>
