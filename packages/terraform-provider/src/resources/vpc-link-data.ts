import type { GatewayClient } from '../aws/gateway-client.ts'
import { defineDataSource } from '../framework/data-source.ts'
import { ResourceError } from '../framework/diagnostics.ts'
import { text, textMap, textSet } from '../framework/schema.ts'
import { arnOf } from './arns.ts'
import { visibleTags } from './tagging.ts'
import { unlessGone } from './unless-gone.ts'

const schema = {
  arn: text('computed'),
  id: text('optional-computed'),
  name: text('computed'),
  security_group_ids: textSet('computed'),
  subnet_ids: textSet('computed'),
  tags: textMap('optional-computed'),
  vpc_link_id: text('required'),
}

export const vpcLinkData = defineDataSource<typeof schema, GatewayClient>({
  name: 'aws_apigatewayv2_vpc_link',
  schema,
  async read({ vpc_link_id: id }, gateway) {
    const asked = gateway.call((client, sdk) => client.send(new sdk.GetVpcLinkCommand({ VpcLinkId: id })))
    const found = await unlessGone(asked)
    if (found === undefined) throw new ResourceError('No such VPC link', `There is no VPC link ${id}.`, ['vpc_link_id'])
    return {
      arn: await arnOf(`vpclinks/${id}`, gateway),
      id,
      name: found.Name ?? null,
      security_group_ids: found.SecurityGroupIds ?? [],
      subnet_ids: found.SubnetIds ?? [],
      tags: visibleTags(found.Tags, gateway),
      vpc_link_id: id,
    }
  },
})
