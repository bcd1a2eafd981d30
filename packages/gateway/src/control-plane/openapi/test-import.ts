import { itemsOf, type TestWire, testWire } from '../test-wire.ts'

type Members = Readonly<Record<string, unknown>>

export const proxy = { type: 'http_proxy', httpMethod: 'GET', payloadFormatVersion: '1.0', uri: 'https://a.test' }
export const responses = { default: { description: 'd' } }

/** A document that is warned of nothing, with other members. For tests. */
export function documentOf(members: Members): Members {
  return { openapi: '3.0.1', info: { title: 'pets', version: '1.0' }, paths: {}, ...members }
}

/** An operation that is warned of nothing, with other members. */
export function operation(members: Members = {}): Members {
  return { responses, 'x-amazon-apigateway-integration': proxy, ...members }
}

/** A control plane to import into. `document` is an object or a text. */
export function importWire(...options: Parameters<typeof testWire>) {
  const wire = testWire(...options)
  const put = (path: string, document: unknown, query = '') => {
    const body = typeof document === 'string' ? document : JSON.stringify(document)
    return wire.call('PUT', `${path}${query}`, { body })
  }
  return {
    ...wire,
    importApi: (document: unknown, query?: string) => put('apis', document, query),
    reimportApi: (api: string, document: unknown, query?: string) => put(`apis/${api}`, document, query),
  }
}

/** All of a kind that an API has, sorted by a member, so that it can be compared. */
export async function listOf(
  { call }: Pick<TestWire, 'call'>,
  api: unknown,
  kind: 'authorizers' | 'integrations' | 'routes',
  by: string,
): Promise<Members[]> {
  const items = itemsOf(await call('GET', `apis/${String(api)}/${kind}?maxResults=500`))
  return items.toSorted((a, b) => (String(a[by]) < String(b[by]) ? -1 : 1))
}

export async function routeKeysOf(wire: Pick<TestWire, 'call'>, api: unknown): Promise<unknown[]> {
  return (await listOf(wire, api, 'routes', 'routeKey')).map(({ routeKey }) => routeKey)
}
