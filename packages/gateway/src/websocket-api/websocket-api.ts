import { CallContext } from '../data-plane/call-context.ts'
import { respondToException, respondToFault } from '../data-plane/fault-response.ts'
import { GatewayFault } from '../data-plane/gateway-fault.ts'
import type { ExecuteApiPlacement } from '../data-plane/placement.ts'
import { traceIdOf } from '../data-plane/trace-id.ts'
import type { ApiOwner } from '../integrations/integration.ts'
import type { WebSocketAnswer } from '../integrations/websocket/websocket-integration.ts'
import type { ApiProgram, WebSocketApiProgram } from '../program/api-program.ts'
import type { ProgramTable } from '../program/program-table.ts'
import type { WebSocketStageProgram } from '../program/websocket-stage-program.ts'
import type { HttpRequest, HttpResponse } from '../transport/http-message.ts'
import type { UpgradeGrant } from '../transport/websocket.ts'
import { Connection, type ConnectionEvents } from './connection.ts'
import { Connections, type ConnectionTimes } from './connections.ts'
import { type AcceptedHandshake, type HandshakeServices, shakeHands } from './handshake.ts'
import { type ManagementAccess, manageConnection, noMethod } from './management.ts'
import { handleMessage } from './message.ts'
import { newEvent, runRoute } from './run-route.ts'

export interface WebSocketApiServices extends HandshakeServices {
  readonly programs: Pick<ProgramTable, 'find'>
  readonly times: ConnectionTimes
  /** Milliseconds that connections and their $disconnect routes get to end when the server stops. */
  readonly drainTimeout: number
  readonly access: ManagementAccess
  /** Whose APIs these are. */
  readonly owner: ApiOwner
}

/** AWS's (spec/websocket-api.md section 1.5). */
const LIMITS = { frameBytes: 32_768, messageBytes: 131_072 }

/** Of a stage without $disconnect, whose access log tells of ends all the same. */
const NOTHING_TO_RUN: WebSocketAnswer = { status: 200, body: undefined }

const CONNECTIONS = /^\/(?:@|%40)connections\/([^/]+)\/?$/i

/** With something before it: on a custom domain name, that is the stage, which does not belong there. */
const MISPLACED = /\/(?:@|%40)connections\//i

/** WebSocket APIs: handshakes, messages, ends of connections, and the `@connections` API. */
export class WebSocketApi implements ConnectionEvents {
  readonly #services: WebSocketApiServices
  readonly #connections: Connections
  /** $disconnect routes that are running. */
  readonly #ending = new Set<Promise<unknown>>()

  constructor(services: WebSocketApiServices) {
    this.#services = services
    this.#connections = new Connections(services.times)
  }

  /** Answers a request for an upgrade. Undefined: the API is no WebSocket API. Never rejects. */
  async upgrade(
    placement: ExecuteApiPlacement,
    request: HttpRequest,
  ): Promise<UpgradeGrant | HttpResponse | undefined> {
    const context = CallContext.of(placement, request)
    try {
      const api = await this.#services.programs.find(placement.apiId)
      if (api?.protocolType !== 'WEBSOCKET') return undefined
      const result = await shakeHands(api, placement, context, this.#services)
      if (result instanceof GatewayFault) return respondToFault(result, context)
      if (result.kind === 'accepted') return this.#grant(result.handshake)
      const { status, body } = result.answer
      return { status, headers: ['Content-Type', 'application/json', 'Apigw-Requestid', context.requestId], body }
    } catch (error) {
      return respondToException(error, context)
    }
  }

  /** Plain HTTP on a WebSocket API's endpoint: the `@connections` API, or a request to upgrade. Never rejects. */
  async answer(api: WebSocketApiProgram, placement: ExecuteApiPlacement, context: CallContext): Promise<HttpResponse> {
    const path = placement.target.split('?', 1)[0] ?? ''
    const stage = placement.stage ?? path.split('/', 2)[1] ?? ''
    const program = api.stages.get(stage)
    const isClosed = program === undefined || program === 'undeployed'
    const isDefaultHost = placement.mappingKey === undefined
    if (isClosed || (isDefaultHost && program !== 'broken' && program.isExecuteApiDisabled)) {
      const refused = respondToFault(GatewayFault.of('websocket-forbidden'), context)
      return { ...refused, headers: [...refused.headers, 'x-amzn-errortype', 'ForbiddenException'] }
    }
    const rest = placement.stage === undefined ? path.slice(stage.length + 1) : path
    const rawId = CONNECTIONS.exec(rest)?.[1]
    if (rawId === undefined && !isDefaultHost && MISPLACED.test(rest)) return noMethod(context.request.method, rest)
    if (rawId === undefined) return respondToFault(GatewayFault.of('upgrade-required'), context)
    const { access, permit, owner, throttle } = this.#services
    const services = { connections: this.#connections, access, permit, throttle }
    try {
      return await manageConnection(services, context.request, { owner, apiId: placement.apiId, stage, rawId })
    } catch (error) {
      const failed = respondToException(error, context)
      const headers = [...failed.headers, 'x-amzn-errortype', 'InternalServerErrorException']
      // With AWS's blank (spec/websocket-api.md section 10.2).
      return { ...failed, headers, body: '{"message": "Internal server error"}' }
    }
  }

  /** Closes all connections and runs their $disconnect routes; waits for both, but not for ever. */
  async close(): Promise<void> {
    const { drainTimeout } = this.#services
    await this.#connections.close(drainTimeout)
    const { promise: tooLate, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, drainTimeout)
    await Promise.race([Promise.all(this.#ending), tooLate])
    clearTimeout(timer)
  }

  #grant({ facts, protocol }: AcceptedHandshake): UpgradeGrant {
    return {
      protocol,
      limits: LIMITS,
      open: (session) => {
        const connection = new Connection(facts, session, this)
        this.#connections.add(connection)
        return connection
      },
      // The $connect route ran, so $disconnect runs as well.
      gone: () => this.#runDisconnect(facts, { code: 1006, reason: 'Connection closed abnormally' }),
    }
  }

  message(connection: Connection, text: string): Promise<void> | undefined {
    const { apiId, stage } = connection.facts
    const program = this.#stageOf(apiId, stage)
    if (!(program instanceof Promise)) return handleMessage(connection, text, program, this.#services)
    return program.then((compiled) => handleMessage(connection, text, compiled, this.#services))
  }

  ended(connection: Connection, disconnect: { readonly code: number; readonly reason: string }): void {
    this.#connections.remove(connection)
    this.#runDisconnect(connection.facts, disconnect)
  }

  #runDisconnect(facts: Connection['facts'], disconnect: { readonly code: number; readonly reason: string }): void {
    const run = this.#disconnect(facts, disconnect).finally(() => this.#ending.delete(run))
    this.#ending.add(run)
  }

  /** Best effort: what it answers is for nobody, and its faults are in the log (spec/websocket-api.md section 2.1). */
  async #disconnect(
    facts: Connection['facts'],
    disconnect: { readonly code: number; readonly reason: string },
  ): Promise<void> {
    const stage = await this.#stageOf(facts.apiId, facts.stage)
    const route = stage?.route('$disconnect')
    const { journals } = this.#services
    const journal = journals.open(facts, stage)
    if (route === undefined && journal === undefined) return
    const traceId = traceIdOf(undefined, Date.now())
    const about = { connection: facts, routeKey: '$disconnect', traceId, disconnect, journal }
    const event = newEvent({ type: 'DISCONNECT', ...about })
    const result = route === undefined ? NOTHING_TO_RUN : await runRoute(route, event, this.#services)
    if (journal !== undefined) journals.close(event, stage, result)
  }

  /** As deployed now: open connections follow their stage. Undefined where it is gone. Never throws or rejects. */
  #stageOf(
    apiId: string,
    name: string,
  ): WebSocketStageProgram | undefined | Promise<WebSocketStageProgram | undefined> {
    const api = this.#services.programs.find(apiId)
    if (!(api instanceof Promise)) return stageIn(api, name)
    return api.then(
      (compiled) => stageIn(compiled, name),
      // Told on `postern:program:failure`.
      () => undefined,
    )
  }
}

function stageIn(api: ApiProgram | undefined, name: string): WebSocketStageProgram | undefined {
  const stage = api?.protocolType === 'WEBSOCKET' ? api.stages.get(name) : undefined
  return typeof stage === 'object' ? stage : undefined
}
