import type { LambdaCall, LambdaInvoker, LambdaOutcome } from '../../data-plane/lambda-invoker.ts'
import type { AssumedCredentials, RoleAssumer } from './assumed-roles.ts'
import { withDeadline } from './deadline.ts'
import { RemoteClients } from './remote-clients.ts'
import { remoteRefusal } from './remote-refusal.ts'

export interface RemoteLambdaOptions {
  /** Of Lambda's API: an http or https URL without credentials in it, as messages name it. */
  readonly endpoint: string
  /** Without it, a call on behalf of a role is signed as any other. */
  readonly roles?: RoleAssumer | undefined
  /** Invocations at the same time; more are throttled. */
  readonly concurrency?: number
  /** Milliseconds for one invocation. API Gateway waits for 30 seconds at most. */
  readonly timeout?: number
}

export interface RemoteLambdaInvoker extends LambdaInvoker {
  /** Closes connections. */
  close(): void
}

/**
 * Calls functions that are not here at an endpoint of Lambda's API: AWS itself, LocalStack, moto, another Postern.
 * Signs with the SDK's standard credential chain, or as the role that the integration names. Never tries twice.
 */
export function createRemoteLambdaInvoker(options: RemoteLambdaOptions): RemoteLambdaInvoker {
  const { endpoint, roles, concurrency = 500, timeout = 31_000 } = options
  const clients = new RemoteClients(endpoint, concurrency)
  let running = 0

  async function send(call: LambdaCall, signal: AbortSignal): Promise<LambdaOutcome> {
    const { target, credentials: caller } = call
    const roleArn = roles !== undefined && caller.kind === 'role' ? caller.arn : undefined
    const assumed = roleArn === undefined ? undefined : await roles?.credentialsOf(roleArn)
    const client = await clients.clientOf(target.region, roleArn ?? '', assumed)
    const { InvokeCommand } = await import('@aws-sdk/client-lambda')
    const command = new InvokeCommand({
      FunctionName: unqualified(call),
      Qualifier: target.qualifier,
      Payload: Buffer.from(call.payload),
    })
    command.middlewareStack.add(
      (next) => (sent) => {
        const { headers } = sent.request as { readonly headers: Record<string, string> }
        headers['x-amzn-trace-id'] = call.traceId
        return next(sent)
      },
      { step: 'build', name: 'traceId' },
    )
    try {
      signal.throwIfAborted()
      const { Payload, FunctionError } = await client.send(command, { abortSignal: signal })
      return { kind: 'answered', payload: Payload ?? new Uint8Array(), functionError: FunctionError }
    } catch (error) {
      if (assumed !== undefined) forgetExpired(error, assumed)
      throw error
    }
  }

  function forgetExpired(error: unknown, assumed: AssumedCredentials): void {
    if (error instanceof Error && /^(ExpiredToken|UnrecognizedClient|InvalidClientTokenId)/.test(error.name)) {
      roles?.forget(assumed)
    }
  }

  return {
    async invoke(call) {
      const { target } = call
      if (running >= concurrency) {
        const message = `Function ${target.arn} at ${endpoint}: ${concurrency} invocations are running there already`
        return { kind: 'throttled', message }
      }
      running++
      try {
        return await withDeadline(timeout, (signal) => send(call, signal))
      } catch (error) {
        return remoteRefusal(error, target, endpoint)
      } finally {
        running--
      }
    },
    close() {
      clients.close()
    },
  }
}

/** Lambda takes the qualifier in the query. */
function unqualified({ target }: LambdaCall): string {
  const end = target.qualifier === undefined ? '' : `:${target.qualifier}`
  return end !== '' && target.arn.endsWith(end) ? target.arn.slice(0, -end.length) : target.arn
}
