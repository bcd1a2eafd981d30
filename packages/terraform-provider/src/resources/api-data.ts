import type { GetApiCommandOutput } from '@aws-sdk/client-apigatewayv2'
import type { GatewayClient } from '../aws/gateway-client.ts'
import { defineDataSource } from '../framework/data-source.ts'
import { ResourceError } from '../framework/diagnostics.ts'
import { computedList, text, textMap, truth } from '../framework/schema.ts'
import { arnOf, executionArnOf } from './arns.ts'
import { corsAnswered, corsBlock } from './cors.ts'
import { visibleTags } from './tagging.ts'
import { unlessGone } from './unless-gone.ts'

const schema = {
  api_endpoint: text('computed'),
  api_id: text('required'),
  api_key_selection_expression: text('computed'),
  arn: text('computed'),
  cors_configuration: computedList(corsBlock.fields),
  description: text('computed'),
  disable_execute_api_endpoint: truth('computed'),
  execution_arn: text('computed'),
  id: text('optional-computed'),
  ip_address_type: text('computed'),
  name: text('computed'),
  protocol_type: text('computed'),
  route_selection_expression: text('computed'),
  tags: textMap('optional-computed'),
  version: text('computed'),
}

export const apiData = defineDataSource<typeof schema, GatewayClient>({
  name: 'aws_apigatewayv2_api',
  schema,
  async read({ api_id: id }, gateway) {
    const asked = gateway.call((client, sdk) => client.send(new sdk.GetApiCommand({ ApiId: id })))
    const found: GetApiCommandOutput | undefined = await unlessGone(asked)
    if (found === undefined) throw new ResourceError('No such API', `There is no API ${id}.`, ['api_id'])
    return {
      api_endpoint: found.ApiEndpoint ?? null,
      api_id: id,
      api_key_selection_expression: found.ApiKeySelectionExpression ?? null,
      arn: await arnOf(`apis/${id}`, gateway),
      cors_configuration: corsAnswered(found.CorsConfiguration),
      // Empty where there is none, as with hashicorp/aws: outputs are made of them.
      description: found.Description ?? '',
      disable_execute_api_endpoint: found.DisableExecuteApiEndpoint ?? null,
      execution_arn: await executionArnOf(id, gateway),
      id,
      ip_address_type: found.IpAddressType ?? null,
      name: found.Name ?? null,
      protocol_type: found.ProtocolType ?? null,
      route_selection_expression: found.RouteSelectionExpression ?? null,
      tags: visibleTags(found.Tags, gateway),
      version: found.Version ?? '',
    }
  },
})
