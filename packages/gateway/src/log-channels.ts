import type { ServiceFailure } from './aws-protocol/rest-json-service.ts'
import type { CallContext } from './data-plane/call-context.ts'
import type { ErrorReport, FaultReport } from './data-plane/fault-response.ts'
import type { ProgramFailure } from './program/program-table.ts'
import type { Log, LogEntry } from './telemetry/log.ts'
import type { ListenerFailure } from './transport/node-listener.ts'

/** What the log says of what the rooms publish. Queries are left out: clients put keys and tokens there. */
export function logChannels(log: Log): void {
  log.follow<ListenerFailure>('postern:listener:error', 'error', ({ error, method, target }) => ({
    level: 'error',
    text: 'A request could not be answered',
    fields: { method, path: pathOf(target) },
    error,
  }))
  log.follow<ServiceFailure>('postern:service:error', 'error', ({ requestId, operation, error }) => ({
    level: 'error',
    text: 'A control-plane call failed',
    fields: { requestId, operation },
    error,
  }))
  log.follow<ErrorReport>('postern:data-plane:error', 'error', ({ errorId, error, context }) => ({
    level: 'error',
    text: 'A call failed unexpectedly',
    fields: { requestId: errorId, ...callFields(context) },
    error,
  }))
  log.follow<FaultReport>('postern:data-plane:fault', 'warn', ({ fault, context }) => ({
    level: levelOf(fault.status),
    text: 'A call was answered by the gateway itself',
    fields: {
      status: fault.status,
      fault: fault.kind,
      reason: fault.integrationError,
      requestId: context.requestId,
      ...callFields(context),
    },
  }))
  log.follow<ProgramFailure>('postern:program:failure', 'warn', ({ apiId, stage, error }) => ({
    level: 'warn',
    text: 'A change cannot be served; what was served before goes on',
    fields: { apiId, stage },
    error,
  }))
}

/** What clients do wrong is none of the operator's business; what backends and definitions do is. */
function levelOf(status: number): LogEntry['level'] {
  return status >= 500 ? 'warn' : 'debug'
}

function callFields({ apiId, stage, routeKey, request }: CallContext): LogEntry['fields'] {
  return { apiId, stage, routeKey, method: request.method, path: pathOf(request.target) }
}

function pathOf(target: string): string {
  const question = target.indexOf('?')
  return question === -1 ? target : target.slice(0, question)
}
