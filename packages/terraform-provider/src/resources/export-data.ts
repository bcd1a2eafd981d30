import type { ExportApiCommandInput } from '@aws-sdk/client-apigatewayv2'
import type { GatewayClient } from '../aws/gateway-client.ts'
import { defineDataSource } from '../framework/data-source.ts'
import { text, truth } from '../framework/schema.ts'

const schema = {
  api_id: text('required'),
  body: text('computed'),
  export_version: text('optional', { oneOf: ['1.0'] }),
  id: text('optional-computed'),
  include_extensions: truth('optional'),
  output_type: text('required', { oneOf: ['JSON', 'YAML'] }),
  specification: text('required', { oneOf: ['OAS30'] }),
  stage_name: text('optional'),
}

/** An HTTP API as an OpenAPI definition: that of a stage, or as it is now. */
export const exportData = defineDataSource<typeof schema, GatewayClient>({
  name: 'aws_apigatewayv2_export',
  schema,
  async read(config, gateway) {
    const input: ExportApiCommandInput = {
      ApiId: config.api_id,
      Specification: config.specification,
      OutputType: config.output_type,
      IncludeExtensions: config.include_extensions ?? true,
      ...(config.export_version && { ExportVersion: config.export_version }),
      ...(config.stage_name && { StageName: config.stage_name }),
    }
    const answer = await gateway.call((client, sdk) => client.send(new sdk.ExportApiCommand(input)))
    return { ...config, id: config.api_id, body: new TextDecoder().decode(answer.body) }
  },
})
