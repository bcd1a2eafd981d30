import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import { ApiKeys } from '../authorizers/api-keys.ts'
import { missingToken } from '../aws-protocol/sigv4-errors.ts'
import { AccountThrottle } from '../data-plane/account-throttle.ts'
import { CallContext } from '../data-plane/call-context.ts'
import { placeRequest } from '../data-plane/placement.ts'
import type { IntegrationServices } from '../integrations/integration.ts'
import { integrationServices } from '../integrations/test-integration.ts'
import { ProgramTable } from '../program/program-table.ts'
import { deploy, testApiDocument, testOwner } from '../program/test-api.ts'
import type { ApiDraft } from '../store/api-draft.ts'
import { ApiRepository } from '../store/api-repository.ts'
import type {
  ApiDocument,
  IntegrationDocument,
  IntegrationResponseDocument,
  RouteDocument,
  StageDocument,
} from '../store/documents.ts'
import { MemoryStore } from '../store/memory-store.ts'
import { Traces } from '../telemetry/traces.ts'
import { type HttpResponse, headerOf } from '../transport/http-message.ts'
import { listenWithNode } from '../transport/node-listener.ts'
import { RawClient } from '../transport/raw-client.ts'
import { Journals } from './journals.ts'
import { WebSocketApi, type WebSocketApiServices } from './websocket-api.ts'

export const HOST = 'a1b2c3d4e5.execute-api.localhost'
export const REQUEST_ID = /^[\w-]{15}=$/

/** A route in short: its integration, the integration's responses, and whether it answers. */
export interface TestWebSocketRoute {
  readonly integration?: Partial<IntegrationDocument>
  readonly responses?: readonly Partial<IntegrationResponseDocument>[]
  readonly isTwoWay?: boolean
  readonly more?: Partial<RouteDocument>
}

export type TestWebSocketRoutes = Readonly<Record<string, TestWebSocketRoute>>

export interface TestWebSocketOptions {
  readonly api?: Partial<ApiDocument>
  readonly stage?: Partial<StageDocument>
  readonly services?: Partial<WebSocketApiServices>
  readonly backends?: Partial<IntegrationServices>
  readonly traces?: Traces
  /** Puts what else the API has: authorizers, models. */
  readonly put?: (draft: ApiDraft) => void
}

/** A route that answers what a function or another backend returns. */
export const FUNCTION: Partial<IntegrationDocument> = {
  IntegrationType: 'AWS_PROXY',
  IntegrationMethod: 'POST',
  IntegrationUri: 'arn:aws:lambda:eu-west-1:111122223333:function:cart',
}

export function putWebSocketRoutes(draft: ApiDraft, routes: TestWebSocketRoutes): void {
  for (const [index, [RouteKey, { integration, responses = [], isTwoWay, more }]] of Object.entries(routes).entries()) {
    const ids = { RouteId: `rt${index}`, IntegrationId: `in${index}` }
    draft.put('routes', ids.RouteId, {
      RouteId: ids.RouteId,
      RouteKey,
      ...(integration !== undefined && { Target: `integrations/${ids.IntegrationId}` }),
      ...(isTwoWay === true && { RouteResponseSelectionExpression: '$default' }),
      ...more,
    })
    if (isTwoWay === true) {
      const RouteResponseId = 'rr0'
      draft.put('routeresponses', `${ids.RouteId}/rr0`, { RouteResponseId, RouteResponseKey: '$default' })
    }
    if (integration === undefined) continue
    draft.put('integrations', ids.IntegrationId, {
      IntegrationType: 'MOCK',
      ...integration,
      IntegrationId: ids.IntegrationId,
    })
    for (const [at, response] of responses.entries()) {
      const IntegrationResponseId = `ir${at}`
      draft.put('integrationresponses', `${ids.IntegrationId}/ir${at}`, {
        IntegrationResponseKey: '$default',
        ...response,
        IntegrationResponseId,
      })
    }
  }
}

/** A client and the frames that it got. */
export class TestClient {
  readonly socket: WebSocket
  readonly #frames: (string | Buffer)[] = []
  /** How the connection ended. */
  readonly closed: Promise<readonly [code: number, reason: string]>

  constructor(socket: WebSocket) {
    this.socket = socket
    socket.on('error', () => undefined)
    socket.on('message', (data: Buffer, isBinary) => void this.#frames.push(isBinary ? data : data.toString()))
    this.closed = new Promise((resolve) => socket.on('close', (code, reason) => resolve([code, reason.toString()])))
  }

  /** The next message. Rejects where the connection ends first. */
  async next(): Promise<string | Buffer> {
    for (;;) {
      const frame = this.#frames.shift()
      if (frame !== undefined) return frame
      const ended = this.closed.then((how) => Promise.reject(new Error(`closed with ${how.join(' ')}`)))
      await Promise.race([once(this.socket, 'message'), ended])
    }
  }

  /** Sends, and waits for the answer. */
  ask(text: string): Promise<string | Buffer> {
    this.socket.send(text)
    return this.next()
  }
}

interface DialOptions {
  readonly protocols?: string[]
  readonly headers?: Readonly<Record<string, string>>
}

export interface HttpAnswer {
  readonly status: number | undefined
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

/** What is no WebSocket API is another room's. */
const ELSEWHERE: HttpResponse = { status: 404, headers: [], body: 'elsewhere' }

/** A gateway with one WebSocket API, deployed on the stage `prod`, behind a real listener as server.ts has it. */
export async function testWebSocketApi(routes: TestWebSocketRoutes, options: TestWebSocketOptions = {}) {
  const apis = new ApiRepository(new MemoryStore(), 'eu-west-1')
  const api = testApiDocument({
    ProtocolType: 'WEBSOCKET',
    RouteSelectionExpression: '$request.body.action',
    ...options.api,
  })
  await apis.create(api, async (draft) => {
    putWebSocketRoutes(draft, routes)
    options.put?.(draft)
    await deploy(apis, draft, { StageName: 'prod', ...options.stage })
  })
  const programs = await ProgramTable.open(apis, testOwner)
  const traces = options.traces ?? new Traces(0)
  const services: WebSocketApiServices = {
    ...integrationServices(),
    programs,
    times: { idle: 600_000, age: 7_200_000 },
    drainTimeout: 10_000,
    access: { guard: () => undefined, authenticate: () => () => ({}) },
    journals: new Journals(traces),
    throttle: new AccountThrottle({ rate: 0, burst: 0, connectionRate: 0 }),
    identifyCaller: () => {
      throw missingToken()
    },
    apiKeys: new ApiKeys([]),
    permit: async () => undefined,
    owner: testOwner,
    ...options.backends,
    ...options.services,
  }
  const webSockets = new WebSocketApi(services)
  const placed = (headers: readonly string[], target: string) => {
    const placement = placeRequest(headerOf(headers, 'host'), target)
    if (placement.kind !== 'execute-api') throw new Error(`placed as ${placement.kind}`)
    return placement
  }
  const limits = {
    headerBytes: 10_240,
    headerCount: 100,
    connections: 100,
    headTimeout: 30_000,
    requestTimeout: 60_000,
    keepAliveTimeout: 60_000,
  }
  const listener = await listenWithNode(
    { host: '127.0.0.1', port: 0, limits },
    async (request) => {
      const placement = placed(request.headers, request.target)
      const program = await programs.find(placement.apiId)
      if (program?.protocolType !== 'WEBSOCKET') return ELSEWHERE
      const context = CallContext.of(placement, request)
      return webSockets.answer(program, placement, context)
    },
    async (request) => (await webSockets.upgrade(placed(request.headers, request.target), request)) ?? ELSEWHERE,
  )
  const { port } = listener.address
  const clients: { close(): void }[] = []
  onTestFinished(async () => {
    for (const client of clients) client.close()
    await Promise.all([webSockets.close(), listener.close(0)])
    programs.close()
  })
  const dial = (path: string, { protocols = [], headers = {} }: DialOptions = {}) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols, { headers: { Host: HOST, ...headers } })
    clients.push({ close: () => socket.terminate() })
    return socket
  }
  return {
    apis,
    port,
    listener,
    webSockets,
    /** Opens a connection. Rejects where the handshake is refused. */
    connect: async (path = '/prod', more: DialOptions = {}): Promise<TestClient> => {
      const socket = dial(path, more)
      const client = new TestClient(socket)
      await once(socket, 'open')
      return client
    },
    /** A handshake that is refused: with what. */
    refused: async (path = '/prod', more: DialOptions = {}): Promise<HttpAnswer> => {
      const socket = dial(path, more)
      const [, answer] = (await Promise.race([
        once(socket, 'unexpected-response'),
        once(socket, 'open').then(() => Promise.reject(new Error('the handshake was granted'))),
      ])) as [unknown, IncomingMessage]
      return { status: answer.statusCode, headers: answer.headers, body: (await buffer(answer)).toString() }
    },
    http: async (
      method: string,
      path: string,
      body?: string | Uint8Array,
      headers: Record<string, string> = {},
    ): Promise<HttpAnswer> => {
      const request = httpRequest({
        port,
        host: '127.0.0.1',
        method,
        path,
        headers: { Host: HOST, ...headers },
        agent: false,
      })
      request.end(body)
      const [answer] = (await once(request, 'response')) as [IncomingMessage]
      return { status: answer.statusCode, headers: answer.headers, body: (await buffer(answer)).toString() }
    },
    raw: async (): Promise<RawClient> => {
      const client = await RawClient.open(port)
      clients.push({ close: () => client.socket.destroy() })
      return client
    },
  }
}
