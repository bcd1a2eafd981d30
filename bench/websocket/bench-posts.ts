import { SECRET } from '../postern.ts'
import { type Compared, compare, comparedLines } from './compare.ts'
import { createMockApi } from './mock-api.ts'
import { startProbed, startProbedPostern } from './probed.ts'

const ROUNDS = 7
const SECONDS = 1
const CALLERS = 32
const MANY = 1000

export interface PostsResult {
  /** Connections that are posted to in turn. */
  readonly connections: number
  readonly peers: readonly Compared[]
}

/**
 * Posts to `@connections` a second, unsigned as on a laptop and signed as where credentials are configured, beside
 * node:http and `ws` that pass bodies on by id.
 */
export async function benchPosts(): Promise<PostsResult[]> {
  const results: PostsResult[] = []
  for (const connections of [1, MANY]) {
    await using open = await startProbedPostern()
    const credentials = [{ accessKeyId: 'bench', secretAccessKey: SECRET }]
    await using closed = await startProbedPostern({ POSTERN_CREDENTIALS: JSON.stringify(credentials) })
    await using bare = await startProbed('ws-poster.ts')
    const [openApi, closedApi] = [await createMockApi(open), await createMockApi(closed)]
    const of = (url: string, http: string) => ({ program: 'ws-posts.ts', words: [url, http, connections, CALLERS] })
    const http = `http://127.0.0.1:${bare.firstLine}`
    const contenders = [
      { name: 'Postern', running: open, ...of(openApi.url, openApi.managementUrl) },
      { name: 'Postern, signed', running: closed, ...of(closedApi.url, closedApi.managementUrl), more: [SECRET] },
      { name: 'bare node:http + ws', running: bare, ...of(http.replace('http', 'ws'), http) },
    ]
    results.push({ connections, peers: await compare(contenders, ROUNDS, SECONDS) })
  }
  return results
}

export function postsLines(results: readonly PostsResult[]): string {
  const tables = results.map(({ connections, peers }) => {
    const to = connections === 1 ? 'one connection' : `${connections} connections in turn`
    return comparedLines(
      `@connections, ${CALLERS} callers that post to ${to}; one core for the server`,
      'posts/s',
      peers,
    )
  })
  return tables.join('\n\n')
}
