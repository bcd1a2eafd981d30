import { testClient } from './test-client.ts'

/** What a call was answered with: `code` is the error's, undefined for a success; `body` undefined where it was empty. */
export interface WireAnswer {
  readonly status: number
  readonly code: string | undefined
  readonly body: Readonly<Record<string, unknown>> | undefined
}

/** The member that carries the id of what a collection holds. */
const idMembers: Readonly<Record<string, string>> = {
  apimappings: 'apiMappingId',
  apis: 'apiId',
  authorizers: 'authorizerId',
  deployments: 'deploymentId',
  domainnames: 'domainName',
  integrationresponses: 'integrationResponseId',
  integrations: 'integrationId',
  models: 'modelId',
  routeresponses: 'routeResponseId',
  routes: 'routeId',
  stages: 'stageName',
  vpclinks: 'vpcLinkId',
}

/** A control plane in memory that is spoken to in wire JSON: exactly what arrives, exactly what is answered. For tests. */
export function testWire(...options: Parameters<typeof testClient>) {
  const world = testClient(...options)

  /** `path` is what follows `/v2/`. */
  const call = async (method: string, path: string, body?: unknown): Promise<WireAnswer> => {
    const answer = await world.send(method, `/v2/${path}`, body === undefined ? '' : JSON.stringify(body))
    const json = answer.json as Record<string, unknown> | undefined
    return { status: answer.status, code: answer.headers.get('x-amzn-errortype'), body: json }
  }

  /** Makes a resource that a test needs, and answers its id. */
  const create = async (collection: string, body: unknown): Promise<string> => {
    const answer = await call('POST', collection, body)
    if (answer.status !== 201) throw new Error(`POST ${collection}: ${JSON.stringify(answer)}`)
    return String(answer.body?.[idMembers[collection.slice(collection.lastIndexOf('/') + 1)] ?? ''])
  }

  return {
    ...world,
    call,
    create,
    httpApi: () => create('apis', { name: 'http', protocolType: 'HTTP' }),
    webSocketApi: () =>
      create('apis', {
        name: 'chat',
        protocolType: 'WEBSOCKET',
        routeSelectionExpression: '$request.body.action',
      }),
  }
}

/** What a list answered. */
export function itemsOf({ body }: WireAnswer): Readonly<Record<string, unknown>>[] {
  const items = body?.['items']
  if (!Array.isArray(items)) throw new Error(`no list: ${JSON.stringify(body)}`)
  return items as Record<string, unknown>[]
}

export type TestWire = ReturnType<typeof testWire>

export function badRequest(message: string): WireAnswer {
  return { status: 400, code: 'BadRequestException', body: { message } }
}

export function notFound(message: string): WireAnswer {
  return { status: 404, code: 'NotFoundException', body: { message } }
}

export function conflict(message: string): WireAnswer {
  return { status: 409, code: 'ConflictException', body: { message } }
}

export function limitExceeded(message: string): WireAnswer {
  return { status: 400, code: 'LimitExceededException', body: { message } }
}

/** A success. */
export function answered(status: number, body?: Readonly<Record<string, unknown>>): WireAnswer {
  return { status, code: undefined, body }
}
