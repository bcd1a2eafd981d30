import type { Settings } from './configuration/settings.ts'

/**
 * How the endpoints of APIs are named: `http://{apiId}.execute-api.localhost:4566` (design.md section 1), and `ws` for
 * WebSocket APIs; under `publicUrl`, where one is configured. `port` is the one in use.
 */
export function apiEndpoints({ publicUrl }: Pick<Settings, 'publicUrl'>, port: number) {
  const { protocol, host } = new URL(publicUrl ?? `http://localhost:${port}`)
  const secure = protocol === 'https:' ? 's' : ''
  return (apiId: string, protocolType: 'HTTP' | 'WEBSOCKET'): string =>
    `${protocolType === 'HTTP' ? 'http' : 'ws'}${secure}://${apiId}.execute-api.${host}`
}
