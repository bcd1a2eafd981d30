import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { CreateVpcLinkCommand, UpdateStageCommand } from '@aws-sdk/client-apigatewayv2'
import { expect, onTestFinished, test, vi } from 'vitest'
import { testCertificate } from '../packages/gateway/src/transport/test-certificate.ts'
import { clientOf } from './support/client.ts'
import { FrameClient } from './support/frame-client.ts'
import { PosternProcess } from './support/postern-process.ts'
import { recordingBackend } from './support/recording-backend.ts'
import { WebSocketApiMaker } from './support/web-socket-api.ts'

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'postern-private-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  return directory
}

test('a VPC link leads to the address of its name; the Host header stays that of the URL', async () => {
  const backend = await recordingBackend()
  onTestFinished(() => backend.close())
  vi.stubEnv('POSTERN_VPC_LINKS', JSON.stringify({ orders: new URL(backend.url).host }))
  onTestFinished(() => void vi.unstubAllEnvs())
  await using postern = await PosternProcess.start()
  const link = { Name: 'orders', SubnetIds: ['subnet-1a2b3c4d'] }
  const { VpcLinkId = '' } = await clientOf(postern.url).send(new CreateVpcLinkCommand(link))
  const api = await WebSocketApiMaker.create(postern.url)
  const proxy = { IntegrationType: 'HTTP_PROXY', IntegrationMethod: 'POST', ConnectionType: 'VPC_LINK' } as const
  for (const [route, ConnectionId] of [
    ['linked', VpcLinkId],
    ['staged', '${stageVariables.link}'],
    ['lost', '${stageVariables.other}'],
  ] as const) {
    const IntegrationUri = `http://nlb.internal:8080/${route}`
    await api.route(route, await api.integration({ ...proxy, ConnectionId, IntegrationUri }), 'two-way')
  }
  await api.deploy('prod', { link: VpcLinkId, other: 'nowhere' })
  using client = await FrameClient.open(api.pathUrl('prod'))
  for (const route of ['linked', 'staged']) {
    expect(await client.ask({ action: route })).toBe(`{"path":"/${route}"}`)
    expect((await backend.next(`/${route}`)).headers.host).toBe('nlb.internal:8080')
  }
  expect(JSON.parse(await client.ask({ action: 'lost' }))).toMatchObject({ message: 'Internal server error' })
})

test("a stage's client certificate is shown to a backend that demands it", async () => {
  const directory = temporaryDirectory()
  const server = testCertificate('DNS:nlb.internal')
  const shown = testCertificate('DNS:client')
  const file = (name: string, text: string): string => {
    writeFileSync(join(directory, name), text)
    return join(directory, name)
  }
  const demanding = { ...server, ca: shown.cert, requestCert: true, rejectUnauthorized: true }
  const backend = createServer(demanding, (request, response) =>
    response.end(`${request.headers.host} ${(request.socket as TLSSocket).getPeerCertificate().subjectaltname}`),
  )
  backend.on('tlsClientError', () => undefined)
  await new Promise<void>((resolve) => backend.listen({ host: '127.0.0.1', port: 0 }, resolve))
  onTestFinished(() => {
    backend.close()
    backend.closeAllConnections()
  })
  const config = {
    upstream: { caFile: file('ca.pem', server.cert) },
    vpcLinks: { v1link: `127.0.0.1:${(backend.address() as AddressInfo).port}` },
    clientCertificates: { cert01: { certificate: file('client.pem', shown.cert), key: file('client.key', shown.key) } },
  }
  await using postern = await PosternProcess.start('--config', file('postern.json', JSON.stringify(config)))
  const api = await WebSocketApiMaker.create(postern.url)
  const target = await api.integration({
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'POST',
    IntegrationUri: 'https://nlb.internal/in',
    ConnectionType: 'VPC_LINK',
    ConnectionId: 'v1link',
  })
  const unknown = {
    IntegrationType: 'HTTP_PROXY',
    IntegrationMethod: 'POST',
    IntegrationUri: 'https://x.internal/',
  } as const
  const refused = api.integration({ ...unknown, ConnectionType: 'VPC_LINK', ConnectionId: 'v2link' })
  await expect(refused).rejects.toThrow('Invalid VpcLink identifier specified v2link')
  await api.route('ask', target, 'two-way')
  await api.deploy('prod')
  using client = await FrameClient.open(api.pathUrl('prod'))
  const ask = async (ClientCertificateId: string) => {
    const stage = { ApiId: api.apiId, StageName: 'prod', ClientCertificateId }
    await clientOf(postern.url).send(new UpdateStageCommand(stage))
    return client.ask({ action: 'ask' })
  }
  expect(await ask('')).toContain('Internal server error')
  expect(await ask('unknown')).toContain('Internal server error')
  expect(await ask('cert01')).toBe('nlb.internal DNS:client')
  expect(postern.errors).not.toContain('PRIVATE KEY')
})
