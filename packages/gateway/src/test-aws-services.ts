import { expect, vi } from 'vitest'
import { Keyring } from './aws-protocol/sigv4-keyring.ts'
import { beginVerification } from './aws-protocol/sigv4-verification.ts'
import { openAwsServices } from './aws-services.ts'
import type { AwsServices } from './data-plane/aws-services.ts'
import { GatewayFault } from './data-plane/gateway-fault.ts'
import { FakeUpstream, integrationServices } from './integrations/test-integration.ts'
import { compileWebSocketIntegration } from './integrations/websocket/compile-integration.ts'
import { messageEvent, twoWayBinding } from './integrations/websocket/test-event.ts'
import { serviceEndpoints } from './service-endpoints.ts'
import type { IntegrationDocument, IntegrationResponseDocument } from './store/documents.ts'
import type { UpstreamRequest } from './transport/upstream.ts'

/** All that a request takes on its way: URI, mapping, endpoint, credentials, signature. Only the wire is not there. */

const OWN = { host: '127.0.0.1', port: 4566 }
const KEY = { accessKeyId: 'AKIDGATEWAY', secretAccessKey: 'hidden-key-of-the-gateway' }
export const ENDPOINT = { AWS_ENDPOINT_URL: 'http://127.0.0.1:5000' }
const NO_FILE = '/nonexistent/aws'

/** The gateway's own key, and nothing else that the standard chain could find. For `beforeEach`; `vi.unstubAllEnvs` after. */
export function stubAwsEnvironment(): void {
  vi.stubEnv('AWS_ACCESS_KEY_ID', KEY.accessKeyId)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', KEY.secretAccessKey)
  for (const name of [
    'AWS_SESSION_TOKEN',
    'AWS_PROFILE',
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
  ]) {
    vi.stubEnv(name, undefined)
  }
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true')
  vi.stubEnv('AWS_CONFIG_FILE', NO_FILE)
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', NO_FILE)
}

export type Document = Partial<IntegrationDocument>

export function documentOf(uri: string, more: Document): IntegrationDocument {
  return {
    IntegrationId: 'int0003',
    IntegrationType: 'AWS',
    IntegrationMethod: 'POST',
    IntegrationUri: uri,
    ConnectionType: 'INTERNET',
    PayloadFormatVersion: '1.0',
    TimeoutInMillis: 29_000,
    ...more,
  }
}

export interface Tried extends Document {
  readonly variables?: Readonly<Record<string, string>>
  readonly environment?: Readonly<Record<string, string>>
  readonly responses?: readonly IntegrationResponseDocument[]
  readonly aws?: AwsServices
}

/** As server.ts makes them. `sts`: where roles are assumed. */
export function awsServices(environment: Readonly<Record<string, string>> = ENDPOINT, sts?: string) {
  return openAwsServices({ endpointOf: serviceEndpoints(environment, OWN), sts, region: 'eu-west-1' })
}

/** A message, on its way through an integration of this URI. */
export async function call(
  upstream: FakeUpstream,
  uri: string,
  message: string,
  { variables = {}, environment = ENDPOINT, responses = [], aws, ...document }: Tried = {},
) {
  return compileWebSocketIntegration(documentOf(uri, document), responses)
    .bind(twoWayBinding({ stageVariables: variables }))
    .call(messageEvent(message), { ...integrationServices(upstream), aws: aws ?? awsServices(environment) })
}

export async function sent(uri: string, message: string, tried: Tried = {}): Promise<UpstreamRequest> {
  const upstream = new FakeUpstream()
  expect(await call(upstream, uri, message, tried)).toEqual({ status: 200, body: 'ok' })
  return upstream.asked[0] as UpstreamRequest
}

export function headersOf({ headers }: UpstreamRequest): Record<string, string> {
  const lines: Record<string, string> = {}
  for (let i = 0; i < headers.length; i += 2) lines[(headers[i] as string).toLowerCase()] = headers[i + 1] as string
  return lines
}

export const arn = (rest: string) => `arn:aws:apigateway:us-east-1:${rest}`

/** Signs again, as the services do. */
export function verified(
  request: UpstreamRequest,
  service: string,
  keys = [KEY] as ConstructorParameters<typeof Keyring>[0],
) {
  const { method, headers, body } = request
  const target = service === 's3' ? decodedOnce(request.target) : request.target
  const verify = beginVerification({ method, target, headers }, new Keyring(keys), {
    services: [service],
    now: Date.now(),
  })
  return verify(Buffer.from((body ?? '') as string))
}

/** S3 signs a path as it is sent, all others encode it once more. */
function decodedOnce(target: string): string {
  const [path = '', ...query] = target.split('?')
  return [Buffer.from(decodeURIComponent(path)).toString('latin1'), ...query].join('?')
}

/** The reason of a fault of this kind. */
export async function refusal(kind: string, upstream: FakeUpstream, uri: string, tried: Tried = {}): Promise<string> {
  const fault = await call(upstream, uri, '{}', tried)
  if (!(fault instanceof GatewayFault)) throw new Error(`no fault, but ${JSON.stringify(fault)}`)
  expect(fault.kind).toBe(kind)
  expect(JSON.stringify(fault)).not.toContain('hidden')
  return fault.integrationError ?? ''
}
