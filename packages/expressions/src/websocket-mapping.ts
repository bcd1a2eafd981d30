import { isToken } from './mapping-key.ts'

/**
 * Parameter mappings of WebSocket APIs (spec websocket-api.md 4.3, 7.3). A name is what stands after the location.
 * `method.request` is how the API reference calls `route.request`, and `route.response` how the guide calls
 * `method.response`.
 */
export interface WebSocketMapping {
  readonly isKey: (key: string) => boolean
  readonly isValue: (value: string) => boolean
  /** What keys look like, for people. */
  readonly form: string
}

/** `requestParameters` of an integration: `integration.request.{where}.{name}` from a source or `'text'`. */
export const requestMapping: WebSocketMapping = {
  isKey: keysLike(/^integration\.request\.(?:header|querystring|path)\.(.+)$/),
  isValue: (value) =>
    /^('[^'\0\r\n]*'|(route|method)\.request\.((header|querystring|multivalueheader|multivaluequerystring|path)\.\S+|body(\.\S+)?)|context\.[\w.]+|stageVariables\.\w+)$/.test(
      value,
    ),
  form: 'integration.request.{header|querystring|path}.{name}',
}

/** `responseParameters` of an integration response. */
export const responseMapping: WebSocketMapping = {
  isKey: keysLike(/^(?:method|route)\.response\.(?:header|multivalueheader)\.(.+)$/),
  isValue: (value) =>
    /^('[^'\0\r\n]*'|integration\.response\.((header|multivalueheader)\.\S+|body(\.\S+)?)|context\.[\w.]+|stageVariables\.\w+)$/.test(
      value,
    ),
  form: 'method.response.header.{name}',
}

function keysLike(pattern: RegExp): (key: string) => boolean {
  return (key) => {
    const name = pattern.exec(key)?.[1]
    return name !== undefined && isToken(name)
  }
}
