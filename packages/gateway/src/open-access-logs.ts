import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { AccessLogFiles } from './telemetry/access-log-files.ts'
import type { AccessLogLine } from './websocket-api/journals.ts'

const ACCESS_LOG = 'postern:access-log'

/** Writes the access logs of stages to files below a directory. Answers what ends it. */
export function openAccessLogs(directory: string): () => Promise<void> {
  const files = new AccessLogFiles(directory)
  const listen = (message: unknown) => {
    const { destinationArn, line } = message as AccessLogLine
    files.write(destinationArn, line)
  }
  subscribe(ACCESS_LOG, listen)
  return () => {
    unsubscribe(ACCESS_LOG, listen)
    return files.close()
  }
}
