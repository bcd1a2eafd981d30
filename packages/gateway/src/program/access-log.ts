import { type AccessLogFormat, compileAccessLogFormat } from '../data-plane/access-log-format.ts'
import type { StageDocument } from '../store/documents.ts'

/** The access log of a stage. */
export interface AccessLog {
  /** Of a log group, or a delivery stream of Firehose. */
  readonly destinationArn: string
  readonly format: AccessLogFormat
}

/** Undefined where the stage has none; both its settings are needed for one. */
export function accessLogOf({ AccessLogSettings: settings }: StageDocument): AccessLog | undefined {
  const { DestinationArn: destinationArn, Format: format } = settings ?? {}
  if (destinationArn === undefined || format === undefined) return undefined
  return { destinationArn, format: compileAccessLogFormat(format) }
}
