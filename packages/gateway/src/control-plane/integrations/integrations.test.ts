import { CreateApiCommand, CreateIntegrationCommand, GetIntegrationCommand } from '@aws-sdk/client-apigatewayv2'
import { expect, test } from 'vitest'
import { testClient } from '../test-client.ts'

test('a MOCK integration is answered as AWS answers it', async () => {
  const { client } = testClient()
  const api = await client.send(
    new CreateApiCommand({ Name: 'a', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' }),
  )
  const made = await client.send(new CreateIntegrationCommand({ ApiId: api.ApiId, IntegrationType: 'MOCK' }))
  const { $metadata, ...read } = await client.send(
    new GetIntegrationCommand({ ApiId: api.ApiId, IntegrationId: made.IntegrationId }),
  )
  expect($metadata.httpStatusCode).toBe(200)
  expect(read).toEqual({
    ConnectionType: 'INTERNET',
    IntegrationId: expect.stringMatching(/^[a-z0-9]{7}$/),
    IntegrationResponseSelectionExpression: '${integration.response.statuscode}',
    IntegrationType: 'MOCK',
    PassthroughBehavior: 'WHEN_NO_MATCH',
    PayloadFormatVersion: '1.0',
    TimeoutInMillis: 29_000,
  })
})
