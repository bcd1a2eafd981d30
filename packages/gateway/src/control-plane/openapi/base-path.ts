import { isObject, listAt, type OpenApiObject, objectAt, textAt } from './document.ts'

/**
 * What goes before every path of the document, by `basepath`: nothing, all of the server's path, or all but its first
 * segment, which names the stage (spec http-api.md 10).
 */
export function basePathOf(document: OpenApiObject, mode: string | undefined): string {
  if (mode !== 'prepend' && mode !== 'split') return ''
  const segments = serverPath(document)
    .split('/')
    .filter((segment) => segment !== '')
  const kept = mode === 'split' ? segments.slice(1) : segments
  return kept.map((segment) => `/${segment}`).join('')
}

/** The first server's variable `basePath`, else the path of the first server's URL. */
function serverPath(document: OpenApiObject): string {
  const servers = listAt(document, 'servers').filter(isObject)
  for (const server of servers) {
    const variable = textAt(objectAt(objectAt(server, 'variables'), 'basePath'), 'default')
    if (variable !== undefined) return variable
  }
  const [first] = servers
  const url = first === undefined ? '' : (textAt(first, 'url') ?? '')
  return url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/]*/i, '').split(/[?#]/, 1)[0] ?? ''
}
