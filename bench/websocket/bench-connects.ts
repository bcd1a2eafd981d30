import { CreateRouteCommand } from '@aws-sdk/client-apigatewayv2'
import { type Compared, compare, comparedLines } from './compare.ts'
import { createMockApi } from './mock-api.ts'
import { startProbed, startProbedPostern } from './probed.ts'

const ROUNDS = 7
const SECONDS = 1
/** Handshakes that are under way at once. */
const AT_ONCE = 32

/** Handshakes a second, with and without a $connect route, beside those of bare `ws`. */
export async function benchConnects(): Promise<Compared[]> {
  await using postern = await startProbedPostern()
  await using bare = await startProbed('ws-echo.ts')
  const { client } = postern
  const plain = await createMockApi(postern)
  const routed = await createMockApi(postern, {
    more: (ApiId, integrationId) =>
      client.send(new CreateRouteCommand({ ApiId, RouteKey: '$connect', Target: `integrations/${integrationId}` })),
  })
  const of = (url: string) => ({ program: 'ws-connects.ts', words: [url, AT_ONCE] })
  const contenders = [
    { name: 'Postern', running: postern, ...of(plain.url) },
    { name: 'Postern, $connect → MOCK', running: postern, ...of(routed.url) },
    { name: 'bare ws', running: bare, ...of(`ws://127.0.0.1:${bare.firstLine}/`) },
  ]
  return await compare(contenders, ROUNDS, SECONDS)
}

export function connectsLines(results: readonly Compared[]): string {
  return comparedLines(`WebSocket handshakes, ${AT_ONCE} at once; one core for the server`, 'handshakes/s', results)
}
