import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2'
import type { HttpResponse } from '../transport/http-message.ts'
import type { ServiceRequest } from './rest-json-service.ts'

/** What the SDK's client hands to its request handler, as far as the wire shows it. */
interface SentRequest {
  readonly method: string
  readonly path: string
  readonly query: Readonly<Record<string, string | string[] | null>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

type Service = (request: ServiceRequest) => Promise<HttpResponse>

/** The AWS SDK's own client wired to a service without a socket, and a way to send what no SDK would. For tests. */
export function testRestJsonClient(service: Service) {
  const { settings, send } = testClientSettings(service)
  return { client: new ApiGatewayV2Client(settings), send }
}

/** What makes a client of any AWS SDK speak to a service without a socket. For tests. */
export function testClientSettings(service: Service) {
  /** `target` is raw: path and query. */
  const send = async (
    method: string,
    target: string,
    body: string | Uint8Array = '',
    sent: Readonly<Record<string, string>> = {},
  ) => {
    const list = Object.entries(sent).flat()
    const answer = await service({ method, target, headers: list, body: Buffer.from(body), requestId: 'request-1' })
    const headers = new Map<string, string>()
    for (let index = 0; index < answer.headers.length; index += 2) {
      headers.set(String(answer.headers[index]).toLowerCase(), String(answer.headers[index + 1]))
    }
    const bytes = Buffer.from(bytesOf(answer.body))
    const text = bytes.toString()
    const isJson = headers.get('content-type') === 'application/json'
    return { status: answer.status, headers, bytes, text, json: isJson ? (JSON.parse(text) as unknown) : undefined }
  }

  const requestHandler = {
    async handle({ method, path, query, headers, body }: SentRequest) {
      const parameters = Object.entries(query).flatMap(([key, value]) =>
        [value ?? ''].flat().map((one) => `${encodeURIComponent(key)}=${encodeURIComponent(one)}`),
      )
      const target = parameters.length === 0 ? path : `${path}?${parameters.join('&')}`
      const answer = await send(method, target, bytesOf(body), headers)
      const stream = new Blob([answer.bytes]).stream()
      return { response: { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body: stream } }
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
    destroy: () => undefined,
  }
  const settings = {
    region: 'eu-west-1',
    endpoint: 'http://localhost:4566',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler,
  }
  return { settings, send }
}

/** A body in memory. The SDK's JSON bodies are arrays of bytes that warn where their text is asked for, as Buffer.from does. */
function bytesOf(body: unknown): string | Uint8Array {
  if (body instanceof Uint8Array) return Buffer.copyBytesFrom(body)
  return typeof body === 'string' ? body : ''
}
