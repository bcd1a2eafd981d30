import {
  CreateApiCommand,
  GetDeploymentsCommand,
  GetIntegrationsCommand,
  GetStageCommand,
  UpdateIntegrationCommand,
} from '@aws-sdk/client-apigatewayv2'
import { expect, test } from 'vitest'
import { testClient } from './test-client.ts'

test('old automatic deployments go, the one that is served stays', async () => {
  const { client } = testClient()
  const { ApiId } = await client.send(
    new CreateApiCommand({ Name: 'busy', ProtocolType: 'HTTP', Target: 'https://example.com' }),
  )
  const { Items = [] } = await client.send(new GetIntegrationsCommand({ ApiId }))
  const IntegrationId = Items[0]?.IntegrationId
  for (let change = 0; change < 120; change++) {
    await client.send(new UpdateIntegrationCommand({ ApiId, IntegrationId, TimeoutInMillis: 50 + change }))
  }
  const { Items: deployments = [] } = await client.send(new GetDeploymentsCommand({ ApiId, MaxResults: '500' }))
  const stage = await client.send(new GetStageCommand({ ApiId, StageName: '$default' }))
  expect(deployments).toHaveLength(101)
  expect(deployments.map(({ DeploymentId }) => DeploymentId)).toContain(stage.DeploymentId)
})
