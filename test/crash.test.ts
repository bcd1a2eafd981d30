import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type ApiGatewayV2Client,
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  GetIntegrationsCommand,
  type GetIntegrationsCommandOutput,
  GetRoutesCommand,
  type GetRoutesCommandOutput,
} from '@aws-sdk/client-apigatewayv2'
import { expect, test } from 'vitest'
import { clientOf } from './support/client.ts'
import { PosternProcess } from './support/postern-process.ts'

const ROUNDS = 8
const WRITERS = 4

interface Acknowledged {
  readonly integrations: Set<string>
  /** Route id → the integration that it targets. */
  readonly routes: Map<string, string>
}

test('what was acknowledged survives kill -9 at any moment', async () => {
  const flags = [
    '--data-dir',
    join(mkdtempSync(join(tmpdir(), 'postern-crash-')), 'data'),
    '--quotas-integrations',
    '10000',
  ]
  const acknowledged: Acknowledged = { integrations: new Set(), routes: new Map() }
  let apiId: string | undefined
  for (let round = 0; round < ROUNDS; round++) {
    await using postern = await PosternProcess.start(...flags, '--quotas-routes', '10000')
    const client = clientOf(postern.url)
    if (apiId === undefined) {
      apiId = (await client.send(new CreateApiCommand({ Name: 'crash', ProtocolType: 'HTTP' }))).ApiId
      await client.send(new CreateStageCommand({ ApiId: apiId, StageName: '$default', AutoDeploy: true }))
    }
    const found = await readAll(client, apiId)
    for (const id of acknowledged.integrations) expect(found.integrations).toContain(id)
    for (const [id, target] of acknowledged.routes) expect(found.routes.get(id)).toBe(target)
    // Nothing is half there: what was made but not acknowledged is whole, and its references hold.
    for (const target of found.routes.values()) expect(found.integrations).toContain(target)

    const before = acknowledged.integrations.size
    // The kill comes after a number of answers that differs each round, while other writers' calls are under way.
    const enough = () => acknowledged.integrations.size - before >= 7 + round * 5
    const writers = Array.from({ length: WRITERS }, () => write(client, apiId, acknowledged, enough, postern))
    await Promise.all(writers)
    expect(acknowledged.integrations.size).toBeGreaterThan(before)
    expect(postern.child.signalCode).toBe('SIGKILL')
  }
})

/** Creates until there is enough, then kills the server under the feet of the others; ends with the server. */
async function write(
  client: ApiGatewayV2Client,
  apiId: string | undefined,
  acknowledged: Acknowledged,
  enough: () => boolean,
  postern: PosternProcess,
): Promise<void> {
  try {
    for (;;) {
      const { IntegrationId = '' } = await client.send(
        new CreateIntegrationCommand({
          ApiId: apiId,
          IntegrationType: 'HTTP_PROXY',
          IntegrationMethod: 'GET',
          IntegrationUri: 'https://example.com',
          PayloadFormatVersion: '1.0',
        }),
      )
      acknowledged.integrations.add(IntegrationId)
      const { RouteId = '' } = await client.send(
        new CreateRouteCommand({
          ApiId: apiId,
          RouteKey: `GET /${IntegrationId}`,
          Target: `integrations/${IntegrationId}`,
        }),
      )
      acknowledged.routes.set(RouteId, IntegrationId)
      if (enough()) await postern.stop('SIGKILL')
    }
  } catch (error) {
    // The call that the kill caught: it has no answer, so nothing is known of it.
    if (postern.child.signalCode === null && postern.child.exitCode === null) await postern.stop('SIGKILL')
    if ((error as { $response?: unknown }).$response !== undefined) throw error
  }
}

async function readAll(client: ApiGatewayV2Client, ApiId: string | undefined) {
  const integrations = new Set<string>()
  const routes = new Map<string, string>()
  let NextToken: string | undefined
  do {
    const page: GetIntegrationsCommandOutput = await client.send(
      new GetIntegrationsCommand({ ApiId, NextToken, MaxResults: '500' }),
    )
    for (const { IntegrationId = '' } of page.Items ?? []) integrations.add(IntegrationId)
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  do {
    const page: GetRoutesCommandOutput = await client.send(
      new GetRoutesCommand({ ApiId, NextToken, MaxResults: '500' }),
    )
    for (const { RouteId = '', Target = '' } of page.Items ?? [])
      routes.set(RouteId, Target.slice('integrations/'.length))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return { integrations, routes }
}
