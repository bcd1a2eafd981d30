import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2'
import { createRestJsonService } from '../aws-protocol/rest-json-service.ts'
import { apigatewayv2 } from '../model/apigatewayv2.generated.ts'
import { ApiRepository } from '../store/api-repository.ts'
import { DocumentRepository } from '../store/document-repository.ts'
import { MemoryStore } from '../store/memory-store.ts'
import type { ControlPlane } from './control-plane.ts'
import { controlPlaneHandlers } from './handlers.ts'

/** What the SDK's client hands to its request handler, as far as the wire shows it. */
interface SentRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string | string[] | null>>
  readonly body?: unknown
}

/** A control plane in memory, and the AWS SDK's own client wired to it without a socket. For tests. */
export function testClient(quotas: Partial<ControlPlane['quotas']> = {}) {
  const now = { time: '2026-11-24T10:00:00.123Z' }
  const store = new MemoryStore()
  const plane: ControlPlane = {
    region: 'eu-west-1',
    accountId: '000000000000',
    apis: new ApiRepository(store, 'eu-west-1'),
    vpcLinks: new DocumentRepository(store, 'vpclinks/eu-west-1/'),
    quotas: { ...unlimited, ...quotas },
    endpointOf: (id, protocol) => `${protocol === 'HTTP' ? 'http' : 'ws'}://${id}.execute-api.localhost:4566`,
    clock: () => new Date(now.time),
  }
  const service = createRestJsonService(apigatewayv2, controlPlaneHandlers(plane), { jsonDepth: 64 })

  /** Sends a raw request, for what no SDK would send. */
  const send = async (method: string, target: string, body: string | Uint8Array = '') => {
    const answer = await service({ method, target, body: Buffer.from(body), requestId: 'request-1' })
    const headers = new Map<string, string>()
    for (let index = 0; index < answer.headers.length; index += 2) {
      headers.set(String(answer.headers[index]).toLowerCase(), String(answer.headers[index + 1]))
    }
    const text = typeof answer.body === 'string' ? answer.body : ''
    return { status: answer.status, headers, text, json: text === '' ? undefined : (JSON.parse(text) as unknown) }
  }

  const requestHandler = {
    async handle({ method, path, query, body }: SentRequest) {
      const parameters = Object.entries(query).flatMap(([key, value]) =>
        [value ?? ''].flat().map((one) => `${encodeURIComponent(key)}=${encodeURIComponent(one)}`),
      )
      const target = parameters.length === 0 ? path : `${path}?${parameters.join('&')}`
      const answer = await send(method, target, bytesOf(body))
      const headers = Object.fromEntries(answer.headers)
      return { response: { statusCode: answer.status, headers, body: new Blob([answer.text]).stream() } }
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
    requestHandler,
  })
  return { client, now, plane, send, store }
}

/** The SDK's JSON bodies are arrays of bytes that warn where their text is asked for, as Buffer.from does. */
function bytesOf(body: unknown): string | Uint8Array {
  if (body instanceof Uint8Array) return Buffer.copyBytesFrom(body)
  return typeof body === 'string' ? body : ''
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

/** An SDK answer without what is not the service's. */
export function withoutMetadata<Output extends { readonly $metadata: unknown }>(
  output: Output,
): Omit<Output, '$metadata'> {
  const { $metadata: _, ...members } = output
  return members
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
