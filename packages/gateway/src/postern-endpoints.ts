import type { HttpRequest, HttpResponse } from './transport/http-message.ts'

/** What the server is doing; it answers calls while it is `ready`. */
export type ServerPhase = 'starting' | 'ready' | 'draining'

/**
 * `/_postern/health`: the process lives and can answer; a supervisor that gets nothing should restart it.
 * `/_postern/ready`: the store is open and APIs are served; a load balancer that gets 503 should send calls elsewhere.
 * Open to everybody, as probes cannot sign, and without anything worth hiding.
 */
export function answerPostern(path: string, { method }: Pick<HttpRequest, 'method'>, phase: ServerPhase): HttpResponse {
  const isHealth = path === '/_postern/health'
  if (!isHealth && path !== '/_postern/ready') return json(404, { message: 'Not Found' })
  if (method !== 'GET' && method !== 'HEAD') {
    return json(405, { message: 'Method Not Allowed' }, ['Allow', 'GET, HEAD'])
  }
  return isHealth ? json(200, { status: 'ok' }) : json(phase === 'ready' ? 200 : 503, { status: phase })
}

/** For every other request that comes before the server is ready. */
export function answerNotReady(phase: ServerPhase): HttpResponse {
  return json(503, { message: `Postern is ${phase}` }, ['Retry-After', '1'])
}

/** An answer of Postern's own. */
export function json(status: number, body: object, headers: readonly string[] = []): HttpResponse {
  return {
    status,
    // A probe that is answered from a cache proves nothing.
    headers: ['Content-Type', 'application/json', 'Cache-Control', 'no-store', ...headers],
    body: JSON.stringify(body),
  }
}
