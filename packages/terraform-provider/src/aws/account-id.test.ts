import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { readConfiguration } from './configuration.ts'
import { GatewayClient } from './gateway-client.ts'

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
<GetCallerIdentityResult><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`

test('asking for the account leaves calls in flight alone', async () => {
  const waiting: ServerResponse[] = []
  let arrived = () => {}
  const isThere = new Promise<void>((resolve) => {
    arrived = resolve
  })
  const server = createServer((request, response) => {
    if (request.method === 'POST') response.setHeader('content-type', 'text/xml').end(IDENTITY)
    else waiting.push(response)
    if (request.method !== 'POST') arrived()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const block = { region: 'us-east-1', access_key: 'a', secret_key: 'b', endpoints: [{ apigatewayv2: url, sts: url }] }
  const gateway = await GatewayClient.open(readConfiguration(block, {}), {}, new AbortController().signal)
  try {
    const protocol = gateway.protocolOf('api')
    await isThere
    expect(await gateway.accountId()).toBe('123456789012')
    for (const response of waiting)
      response.setHeader('content-type', 'application/json').end('{"protocolType":"HTTP"}')
    expect(await protocol).toBe('HTTP')
    // A call that is cut is made once more.
    expect(waiting).toHaveLength(1)
  } finally {
    server.closeAllConnections()
    server.close()
  }
})
