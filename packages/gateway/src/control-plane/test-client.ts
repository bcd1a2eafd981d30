import { ApiGatewayV2Client, type ApiGatewayV2ClientConfig } from '@aws-sdk/client-apigatewayv2'
import { createRestJsonService } from '../aws-protocol/rest-json-service.ts'
import { apigatewayv2 } from '../model/apigatewayv2.generated.ts'
import { ApiRepository } from '../store/api-repository.ts'
import { DocumentRepository } from '../store/document-repository.ts'
import { MemoryStore } from '../store/memory-store.ts'
import type { ControlPlane } from './control-plane.ts'
import { controlPlaneHandlers } from './handlers.ts'

type RequestHandler = Extract<NonNullable<ApiGatewayV2ClientConfig['requestHandler']>, { handle: unknown }>
type SentRequest = Parameters<RequestHandler['handle']>[0]

/** A control plane in memory, and the AWS SDK's own client wired to it without a socket. For tests. */
export function testClient(quotas: Partial<ControlPlane['quotas']> = {}) {
  const store = new MemoryStore()
  const plane: ControlPlane = {
    region: 'eu-west-1',
    accountId: '000000000000',
    apis: new ApiRepository(store, 'eu-west-1'),
    vpcLinks: new DocumentRepository(store, 'vpclinks/eu-west-1/'),
    quotas: { ...unlimited, ...quotas },
    endpointOf: (id, protocol) => `${protocol === 'HTTP' ? 'http' : 'ws'}://${id}.execute-api.localhost:4566`,
    clock: () => new Date('2026-11-24T10:00:00.123Z'),
  }
  const service = createRestJsonService(apigatewayv2, controlPlaneHandlers(plane), { jsonDepth: 64 })

  /** Sends a raw request, for what no SDK would send. */
  const send = async (method: string, target: string, body = '') => {
    const answer = await service({ method, target, body: Buffer.from(body), requestId: 'request-1' })
    const headers = new Map<string, string>()
    for (let index = 0; index < answer.headers.length; index += 2) {
      headers.set(String(answer.headers[index]).toLowerCase(), String(answer.headers[index + 1]))
    }
    const text = typeof answer.body === 'string' ? answer.body : ''
    return { status: answer.status, headers, text, json: text === '' ? undefined : (JSON.parse(text) as unknown) }
  }

  const requestHandler = {
    async handle(request: SentRequest) {
      const query = Object.entries(request.query).flatMap(([key, value]) =>
        [value ?? ''].flat().map((one) => `${encodeURIComponent(key)}=${encodeURIComponent(String(one))}`),
      )
      const target = query.length === 0 ? request.path : `${request.path}?${query.join('&')}`
      const body: unknown = request.body
      const text = body instanceof Uint8Array ? Buffer.from(body).toString() : typeof body === 'string' ? body : ''
      const answer = await send(request.method, target, text)
      const response = {
        statusCode: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: new Blob([answer.text]).stream(),
      }
      return { response }
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    destroy: () => undefined,
  }
  const client = new ApiGatewayV2Client({
    region: 'eu-west-1',
    endpoint: 'http://localhost:4566',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: requestHandler as unknown as RequestHandler,
  })
  return { client, plane, send, store }
}

const unlimited: ControlPlane['quotas'] = {
  apis: 1e6,
  routes: 1e6,
  integrations: 1e6,
  stages: 1e6,
  authorizers: 1e6,
  audiencesPerAuthorizer: 50,
  scopesPerRoute: 10,
  stageVariables: 100,
  tags: 50,
  vpcLinks: 1e6,
  subnetsPerVpcLink: 10,
}

/** What a call was refused with, or undefined where it was not. */
export async function refusalOf(
  call: Promise<unknown>,
): Promise<{ name: string; status: number; message: string } | undefined> {
  try {
    await call
    return undefined
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } }
    return { name, message, status: $metadata?.httpStatusCode ?? 0 }
  }
}
