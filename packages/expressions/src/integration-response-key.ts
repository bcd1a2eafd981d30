/**
 * `$default`, `/expression/`, or a text that must be met to the letter, such as `200` (spec websocket-api.md 7.1). The
 * expression is Java's, and not looked at here.
 */
export function isIntegrationResponseKey(key: string): boolean {
  if (!key.startsWith('/')) return key === '$default' || (key !== '' && !key.startsWith('$'))
  return key.length >= 3 && key.endsWith('/')
}
