import { describe, expect, test } from 'vitest'
import { GatewayFault } from '../../data-plane/gateway-fault.ts'
import type { VpcLinkTarget } from '../../data-plane/vpc-links.ts'
import type { IntegrationDocument } from '../../store/documents.ts'
import { headerOf } from '../../transport/http-message.ts'
import { FakeUpstream } from '../test-integration.ts'
import { type CallOptions, callIntegration, message } from './test-websocket-integration.ts'

const LINKS = new Map<string, VpcLinkTarget>([
  ['orders', { address: '127.0.0.1:9000' }],
  ['direct', { address: undefined }],
])
const CERTIFICATE = { id: 'cert01', cert: 'certificate', key: 'key' }

async function call(document: Partial<IntegrationDocument>, binding: CallOptions['binding'] = {}) {
  const upstream = new FakeUpstream()
  const services = { upstream, vpcLinks: LINKS_PORT, clientCertificates: new Map([['cert01', CERTIFICATE]]) }
  const result = await callIntegration(document, message('{}'), { services, binding })
  return { result, asked: upstream.asked }
}
const LINKS_PORT = { find: (id: string) => LINKS.get(id) }

const linked = (ConnectionId: string, IntegrationUri: string): Partial<IntegrationDocument> => ({
  IntegrationType: 'HTTP_PROXY',
  ConnectionType: 'VPC_LINK',
  ConnectionId,
  IntegrationUri,
})

describe('where a private integration leads', () => {
  test.each<[document: Partial<IntegrationDocument>, origin: string, serverName: string | undefined, host: string]>([
    [linked('orders', 'http://nlb.internal/in'), 'http://127.0.0.1:9000', undefined, 'nlb.internal'],
    [linked('orders', 'http://nlb.internal:81/in'), 'http://127.0.0.1:9000', undefined, 'nlb.internal:81'],
    [linked('orders', 'https://nlb.internal:8443/'), 'https://127.0.0.1:9000', 'nlb.internal', 'nlb.internal:8443'],
    [linked('direct', 'https://nlb.internal/in'), 'https://nlb.internal', undefined, 'nlb.internal'],
    [linked('${stageVariables.link}', 'http://nlb.internal/'), 'http://127.0.0.1:9000', undefined, 'nlb.internal'],
    [
      { ...linked('orders', 'http://nlb.internal/'), IntegrationType: 'HTTP' },
      'http://127.0.0.1:9000',
      undefined,
      'nlb.internal',
    ],
  ])('%o', async (document, origin, serverName, host) => {
    const { asked } = await call(document, { stageVariables: { link: 'orders' } })
    expect(asked).toHaveLength(1)
    expect([asked[0]?.origin, asked[0]?.serverName]).toEqual([origin, serverName])
    expect(headerOf(asked[0]?.headers ?? [], 'host')).toBe(host)
  })

  test.each([
    ['gone', 'there is no VPC link gone, and the setting vpcLinks has no address for it'],
    ['${stageVariables.none}', 'the stage variable none is not defined'],
    ['${stageVariables.empty}', 'its connection id is empty'],
  ])('%s leads nowhere', async (id, reason) => {
    const { result, asked } = await call(linked(id, 'http://nlb.internal/'), { stageVariables: { empty: '' } })
    expect(asked).toEqual([])
    expect(result).toEqual(GatewayFault.of('websocket-internal', reason))
  })
})

describe("the stage's client certificate", () => {
  const to = (IntegrationUri: string): Partial<IntegrationDocument> => ({ IntegrationType: 'HTTP', IntegrationUri })

  test.each([
    ['in TLS', to('https://pets.example/'), CERTIFICATE],
    ['in TLS through a link', linked('orders', 'https://pets.example/'), CERTIFICATE],
    ['not without TLS', to('http://pets.example/'), undefined],
  ])('is shown %s', async (_where, document, certificate) => {
    const { asked } = await call(document, { clientCertificateId: 'cert01' })
    expect(asked).toHaveLength(1)
    expect(asked[0]?.clientCertificate).toBe(certificate)
  })

  test('that nobody configured: nothing is called', async () => {
    const { result, asked } = await call(to('https://pets.example/'), { clientCertificateId: 'cert02' })
    expect(asked).toEqual([])
    const reason = "the stage's client certificate cert02 is not in the setting clientCertificates"
    expect(result).toEqual(GatewayFault.of('websocket-internal', reason))
  })
})
