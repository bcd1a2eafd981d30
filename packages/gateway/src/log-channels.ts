import type { ServiceFailure } from './aws-protocol/rest-json-service.ts'
import type { CallContext } from './data-plane/call-context.ts'
import type { ErrorReport, FaultReport } from './data-plane/fault-response.ts'
import type { DroppedEvent } from './functions/event-queue.ts'
import type { PreparationFailure } from './functions/function-preparation.ts'
import type { PermissionReport } from './functions/permissions/permission-check.ts'
import type { FunctionWarning } from './functions/runtime/function-warnings.ts'
import type { WardenFailure } from './functions/runtime/warden.ts'
import type { FunctionLogLine } from './functions/runtime/worker-log.ts'
import type { RolePermissionReport } from './identity/role-permission.ts'
import type { WebSocketEvent } from './integrations/websocket/websocket-event.ts'
import type { CertificatesFailure } from './late-certificates.ts'
import type { ProgramFailure } from './program/program-table.ts'
import type { AccessLogFailure } from './telemetry/access-log-files.ts'
import type { Log, LogEntry } from './telemetry/log.ts'
import type { HandshakeFailure, ListenerFailure } from './transport/node-listener.ts'
import type { AccessLogLine } from './websocket-api/journals.ts'
import type { WebSocketErrorReport, WebSocketFaultReport } from './websocket-api/run-route.ts'

/** What the log says of what the rooms publish. Queries are left out: clients put keys and tokens there. */
export function logChannels(log: Log): void {
  log.follow<ListenerFailure>('postern:listener:error', 'error', ({ error, method, target }) => ({
    level: 'error',
    text: 'A request could not be answered',
    fields: { method, path: pathOf(target) },
    error,
  }))
  log.follow<HandshakeFailure>('postern:listener:tls', 'debug', ({ error }) => ({
    level: 'debug',
    text: 'A TLS handshake came to nothing',
    fields: { reason: error.message.trim() },
  }))
  log.follow<CertificatesFailure>('postern:certificates:failure', 'error', ({ error }) => ({
    level: 'error',
    text: 'TLS cannot be spoken, and functions will not trust this server',
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
  log.follow<WebSocketErrorReport>('postern:websocket:error', 'error', ({ error, event }) => ({
    level: 'error',
    text: 'An event of a WebSocket API failed unexpectedly',
    fields: eventFields(event),
    error,
  }))
  log.follow<WebSocketFaultReport>('postern:websocket:fault', 'warn', ({ fault, event }) => ({
    level: levelOf(fault.status),
    text: 'An event of a WebSocket API did not come to an answer of its backend',
    fields: { fault: fault.kind, reason: fault.integrationError, ...eventFields(event) },
  }))
  log.follow<AccessLogFailure>('postern:access-log:failure', 'error', ({ file, error }) => ({
    level: 'error',
    text: 'Lines of an access log are lost',
    fields: { file },
    error,
  }))
  log.follow<ProgramFailure>('postern:program:failure', 'warn', ({ apiId, stage, error }) => ({
    level: 'warn',
    text: 'A change cannot be served; what was served before goes on',
    fields: { apiId, stage },
    error,
  }))
  logFunctions(log)
}

/** Lines of stages' access logs, where no files were asked for. */
export function logAccess(log: Log): void {
  log.follow<AccessLogLine>('postern:access-log', 'info', ({ apiId, stage, destinationArn, line }) => ({
    level: 'info',
    text: line,
    fields: { apiId, stage, destinationArn },
  }))
}

/** Lines of functions are as many as functions write: whoever does not want them raises `logLevel`. */
function logFunctions(log: Log): void {
  for (const channel of ['postern:function:log', 'postern:function:platform']) {
    log.follow<FunctionLogLine>(channel, 'info', ({ functionName, version, logStream, requestId, line }) => ({
      level: 'info',
      text: line,
      fields: { function: functionName, version, logStream, requestId },
    }))
  }
  log.follow<FunctionWarning>('postern:function:warning', 'warn', ({ functionName, warning }) => ({
    level: 'warn',
    text: warning,
    fields: { function: functionName },
  }))
  log.follow<WardenFailure>('postern:function:warden', 'warn', ({ error }) => ({
    level: 'warn',
    text: 'Processes of functions may be left over, now or after a crash',
    error,
  }))
  log.follow<PreparationFailure>('postern:functions:preparation', 'error', ({ functionName, error }) => ({
    level: 'error',
    text: 'A function could not be made ready',
    fields: { function: functionName },
    error,
  }))
  log.follow<DroppedEvent>(
    'postern:functions:event-dropped',
    'warn',
    ({ functionArn, requestId, reason, attempts }) => ({
      level: 'warn',
      text: 'An event for a function came to nothing',
      fields: { function: nameOf(functionArn), functionArn, requestId, reason, attempts },
    }),
  )
  log.follow<RolePermissionReport>('postern:identity:permission', 'warn', ({ text, caller, action, resource }) => ({
    level: 'warn',
    text,
    fields: { caller, action, resource },
  }))
  log.follow<PermissionReport>('postern:functions:permission', 'warn', ({ text, functionArn, sourceArn }) => ({
    level: 'warn',
    text,
    fields: { function: nameOf(functionArn), functionArn, sourceArn },
  }))
}

/** The name in a function's ARN: all that is logged of a function can be found by it. */
function nameOf(functionArn: string): string | undefined {
  return functionArn.split(':')[6]
}

/** What clients do wrong is none of the operator's business; what backends and definitions do is. */
function levelOf(status: number): LogEntry['level'] {
  return status >= 500 ? 'warn' : 'debug'
}

function callFields({ apiId, stage, routeKey, request }: CallContext): LogEntry['fields'] {
  return { apiId, stage, routeKey, method: request.method, path: pathOf(request.target) }
}

function eventFields({ type, connection, routeKey, requestId }: WebSocketEvent): NonNullable<LogEntry['fields']> {
  const { apiId, stage, connectionId } = connection
  return { apiId, stage, routeKey, event: type, connectionId, requestId }
}

function pathOf(target: string): string {
  const question = target.indexOf('?')
  return question === -1 ? target : target.slice(0, question)
}
