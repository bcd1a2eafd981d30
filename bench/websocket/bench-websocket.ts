import { benchConnects, connectsLines } from './bench-connects.ts'
import { benchIdle, type IdleResult, idleLines } from './bench-idle.ts'
import { benchPosts, type PostsResult, postsLines } from './bench-posts.ts'
import { type Compared, compare, comparedLines } from './compare.ts'
import { createMockApi } from './mock-api.ts'
import { startProbed, startProbedPostern } from './probed.ts'

export interface WebSocketResult {
  readonly roundTrips: readonly Compared[]
  readonly connects: readonly Compared[]
  readonly posts: readonly PostsResult[]
  readonly idle: readonly IdleResult[]
}

const ROUNDS = 11
const SECONDS = 1
const CONNECTIONS = 32

/** What WebSocket APIs cost, beside the same on bare `ws`. */
export async function benchWebSocket(): Promise<WebSocketResult> {
  return {
    roundTrips: await benchRoundTrips(),
    connects: await benchConnects(),
    posts: await benchPosts(),
    idle: await benchIdle(),
  }
}

/** Round trips through a MOCK integration with a template and a route response, beside an echo. */
async function benchRoundTrips(): Promise<Compared[]> {
  await using postern = await startProbedPostern()
  await using bare = await startProbed('ws-echo.ts')
  const { url } = await createMockApi(postern)
  const of = (address: string) => ({ program: 'ws-load.ts', words: [address, '', CONNECTIONS] })
  const contenders = [
    { name: 'Postern', running: postern, ...of(url) },
    { name: 'echo on bare ws', running: bare, ...of(`ws://127.0.0.1:${bare.firstLine}/`) },
  ]
  return await compare(contenders, ROUNDS, SECONDS)
}

export function webSocketLines({ roundTrips, connects, posts, idle }: WebSocketResult): string {
  const title = `WebSocket → MOCK with a template and a route response, ${CONNECTIONS} connections; one core for the gateway`
  const parts = [comparedLines(title, 'round trips/s', roundTrips), connectsLines(connects), postsLines(posts)]
  return [...parts, idleLines(idle)].join('\n\n')
}
