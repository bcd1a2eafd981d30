import type { Api } from '@aws-sdk/client-apigatewayv2'
import type { GatewayClient } from '../aws/gateway-client.ts'
import { defineDataSource } from '../framework/data-source.ts'
import { text, textMap, textSet } from '../framework/schema.ts'

const schema = {
  id: text('optional-computed'),
  ids: textSet('computed'),
  name: text('optional'),
  protocol_type: text('optional'),
  tags: textMap('optional'),
}

/** The ids of the APIs that have all that is asked for. */
export const apisData = defineDataSource<typeof schema, GatewayClient>({
  name: 'aws_apigatewayv2_apis',
  schema,
  async read(config, gateway) {
    const { name, protocol_type: protocol, tags } = config
    const found = (await allApis(gateway)).filter(
      (api) =>
        (!name || api.Name === name) &&
        (!protocol || api.ProtocolType === protocol) &&
        Object.entries(tags ?? {}).every(([key, value]) => api.Tags?.[key] === value),
    )
    return { ...config, id: await gateway.region(), ids: found.map(({ ApiId = '' }) => ApiId) }
  },
})

async function allApis(gateway: GatewayClient): Promise<readonly Api[]> {
  const found: Api[] = []
  let NextToken: string | undefined
  do {
    const input = { NextToken }
    const page = await gateway.call((client, sdk) => client.send(new sdk.GetApisCommand(input)))
    found.push(...(page.Items ?? []))
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return found
}
