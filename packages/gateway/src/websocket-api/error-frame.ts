/**
 * The frame that tells a client of a failure, byte for byte as it was observed: one blank behind `"message":` and the
 * commas, none behind the other colons (spec/websocket-api.md section 13.2).
 */
export function errorFrame(message: string, connectionId: string, requestId: string): string {
  return `{"message": ${JSON.stringify(message)}, "connectionId":"${connectionId}", "requestId":"${requestId}"}`
}
