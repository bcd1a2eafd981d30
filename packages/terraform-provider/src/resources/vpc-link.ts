import type { GetVpcLinkCommandOutput } from '@aws-sdk/client-apigatewayv2'
import type { GatewayClient } from '../aws/gateway-client.ts'
import { ResourceError } from '../framework/diagnostics.ts'
import { defineResource } from '../framework/resource.ts'
import { type State, text, textSet } from '../framework/schema.ts'
import { arnOf } from './arns.ts'
import { deriveTags, tagAttributes, tagsAnswered, tagsOfCreation, updateTags } from './tagging.ts'
import { unlessGone } from './unless-gone.ts'
import { waitFor } from './waiting.ts'

const schema = {
  arn: text('computed'),
  id: text('optional-computed'),
  name: text('required'),
  security_group_ids: textSet('required', { replace: true }),
  subnet_ids: textSet('required', { replace: true }),
  ...tagAttributes,
}
type VpcLinkState = State<typeof schema>

/** hashicorp/aws waits as long, for a link to be there and to be gone. */
const LONGEST_SECONDS = 10 * 60

export const vpcLink = defineResource<typeof schema, GatewayClient>({
  name: 'aws_apigatewayv2_vpc_link',
  schema,
  importId: ['id'],
  derive: deriveTags,

  async create(planned, gateway) {
    const input = {
      Name: planned.name,
      SecurityGroupIds: [...planned.security_group_ids],
      SubnetIds: [...planned.subnet_ids],
      ...tagsOfCreation(planned),
    }
    const made = await gateway.call((client, sdk) => client.send(new sdk.CreateVpcLinkCommand(input)))
    return { id: made.VpcLinkId ?? null }
  },

  async ready(state, gateway, stopped) {
    const tooLate = () => failure(state, `It was not available within ${LONGEST_SECONDS / 60} minutes.`)
    await waitFor(() => available(state, gateway), { seconds: LONGEST_SECONDS, stopped, tooLate })
  },

  async read(state, gateway) {
    const found = await get(state, gateway)
    if (found === undefined) return undefined
    return {
      arn: await arnOf(`vpclinks/${state.id}`, gateway),
      id: state.id,
      name: found.Name ?? '',
      security_group_ids: found.SecurityGroupIds ?? [],
      subnet_ids: found.SubnetIds ?? [],
      ...tagsAnswered(found.Tags, state, gateway),
    }
  },

  async update(prior, planned, gateway) {
    await updateTags(await arnOf(`vpclinks/${prior.id}`, gateway), prior, planned, gateway)
    if (prior.name === planned.name) return
    const input = { VpcLinkId: prior.id ?? '', Name: planned.name }
    await gateway.call((client, sdk) => client.send(new sdk.UpdateVpcLinkCommand(input)))
  },

  async delete(state, gateway, stopped) {
    const input = { VpcLinkId: state.id ?? '' }
    await unlessGone(gateway.call((client, sdk) => client.send(new sdk.DeleteVpcLinkCommand(input))))
    const tooLate = () => failure(state, `It was not gone within ${LONGEST_SECONDS / 60} minutes.`)
    await waitFor(() => gone(state, gateway), { seconds: LONGEST_SECONDS, stopped, tooLate })
  },
})

function get({ id }: VpcLinkState, gateway: GatewayClient): Promise<GetVpcLinkCommandOutput | undefined> {
  const input = { VpcLinkId: id ?? '' }
  return unlessGone(gateway.call((client, sdk) => client.send(new sdk.GetVpcLinkCommand(input))))
}

/** True once traffic may go through it; undefined as long as it is being made. */
async function available(state: VpcLinkState, gateway: GatewayClient): Promise<true | undefined> {
  const found = await get(state, gateway)
  if (found === undefined) throw failure(state, 'It is gone.')
  if (found.VpcLinkStatus === 'PENDING') return undefined
  if (found.VpcLinkStatus === 'AVAILABLE') return true
  throw failure(state, `It is ${found.VpcLinkStatus}. ${found.VpcLinkStatusMessage ?? ''}`)
}

async function gone(state: VpcLinkState, gateway: GatewayClient): Promise<true | undefined> {
  const found = await get(state, gateway)
  if (found === undefined) return true
  if (found.VpcLinkStatus === 'FAILED') throw failure(state, found.VpcLinkStatusMessage ?? 'It could not be removed.')
  return undefined
}

function failure({ id }: VpcLinkState, detail: string): ResourceError {
  return new ResourceError(`VPC link ${id}`, detail)
}
