import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateIntegrationCommand } from '@aws-sdk/client-apigatewayv2'
import { median } from './median.ts'
import { createApi, startPostern } from './postern.ts'
import { CORE } from './process.ts'

const COUNT = 1000
const APIS = 5

/**
 * Milliseconds to create the 10th and the 1,000th integration of one API, durably, through the SDK: medians of the
 * twenty creations around each, over several APIs.
 */
export async function benchCreation(): Promise<{ tenth: number; thousandth: number }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'postern-bench-'))
  const { file, flags } = { file: join(dataDir, 'data'), flags: ['--log-level', 'error'] }
  await using postern = await startPostern(
    CORE.gateway,
    '--data-dir',
    file,
    '--quotas-integrations',
    '100000',
    ...flags,
  )
  const early: number[] = []
  const late: number[] = []
  for (let api = 0; api <= APIS; api++) {
    const ApiId = await createApi(postern.client, {})
    for (let number = 1; number <= COUNT + 10; number++) {
      const begin = performance.now()
      await postern.client.send(
        new CreateIntegrationCommand({
          ApiId,
          IntegrationType: 'HTTP_PROXY',
          IntegrationMethod: 'GET',
          IntegrationUri: `https://example.com/${number}`,
          PayloadFormatVersion: '1.0',
        }),
      )
      const took = performance.now() - begin
      // The first API warms the server and the client up.
      if (api > 0 && number >= 5 && number < 25) early.push(took)
      if (api > 0 && number >= COUNT - 10 && number < COUNT + 10) late.push(took)
    }
  }
  return { tenth: median(early), thousandth: median(late) }
}
