import { badRequest } from '../aws-protocol/service-error.ts'
import type { VpcLinkDocument } from '../store/documents.ts'
import { WriteQueue } from '../store/write-queue.ts'
import { type ApiGatewayHandlers, type ControlPlane, timestamp } from './control-plane.ts'
import { newId } from './ids.ts'
import { missingVpcLink } from './lookup.ts'
import { page } from './paging.ts'
import { patch } from './patch.ts'
import { checkQuota } from './quotas.ts'
import { checkTags } from './tag-rules.ts'

type Operation = 'CreateVpcLink' | 'DeleteVpcLink' | 'GetVpcLink' | 'GetVpcLinks' | 'UpdateVpcLink'

const SUBNET = /^subnet-[0-9a-z]+$/
const SECURITY_GROUP = /^sg-[0-9a-z]+$/

/** VPC links are available at once: there are no network interfaces to make (spec control-plane.md 9.7). */
export function vpcLinkHandlers(plane: ControlPlane): Pick<ApiGatewayHandlers, Operation> {
  /** One creation at a time, or two at once would both find the last free place of the quota. */
  const creations = new WriteQueue()

  return {
    CreateVpcLink(input) {
      return creations.run('link', async () => {
        const known = new Set((await plane.vpcLinks.list()).map((link) => link.VpcLinkId))
        checkQuota(known.size, plane.quotas.vpcLinks, 'VPC links', 'account')
        const link: VpcLinkDocument = {
          ...input,
          CreatedDate: timestamp(plane),
          SecurityGroupIds: input.SecurityGroupIds ?? [],
          Tags: input.Tags ?? {},
          VpcLinkId: newId('vpclinks', (id) => known.has(id)),
          VpcLinkStatus: 'AVAILABLE',
          VpcLinkStatusMessage: 'VPC link is ready to route traffic',
          VpcLinkVersion: 'V2',
        }
        check(plane, link)
        await plane.vpcLinks.create(link.VpcLinkId, link)
        return link
      })
    },

    async GetVpcLink({ VpcLinkId }) {
      const link = await plane.vpcLinks.get(VpcLinkId)
      if (link === undefined) throw missingVpcLink(VpcLinkId)
      return link
    },

    async GetVpcLinks(input) {
      const links = await plane.vpcLinks.list()
      return page(
        links.map((link) => [link.VpcLinkId, link]),
        input,
      )
    },

    async UpdateVpcLink({ VpcLinkId, Name }) {
      const change = (link: VpcLinkDocument) => patch<VpcLinkDocument>(link, { Name })
      return (await plane.vpcLinks.change(VpcLinkId, change, () => missingVpcLink(VpcLinkId))) as VpcLinkDocument
    },

    async DeleteVpcLink({ VpcLinkId }) {
      await rejectInUse(plane, VpcLinkId)
      await plane.vpcLinks.change(
        VpcLinkId,
        () => undefined,
        () => missingVpcLink(VpcLinkId),
      )
      return {}
    },
  }
}

function check(plane: ControlPlane, link: VpcLinkDocument): void {
  const subnets = link.SubnetIds ?? []
  if (subnets.length === 0) throw badRequest('At least one subnet is required for a VPC link')
  const most = plane.quotas.subnetsPerVpcLink
  if (subnets.length > most) throw badRequest(`Too many subnets specified. At most ${most} are allowed`)
  for (const subnet of subnets) {
    if (!SUBNET.test(subnet)) throw badRequest(`Invalid subnet ID specified: ${subnet}`)
  }
  for (const group of link.SecurityGroupIds ?? []) {
    if (!SECURITY_GROUP.test(group)) throw badRequest(`Invalid security group ID specified: ${group}`)
  }
  checkTags(plane, link.Tags ?? {})
}

/** AWS names each use as `[method:integration]` [live]. */
async function rejectInUse(plane: ControlPlane, id: string): Promise<void> {
  for (const { ApiId } of await plane.apis.list()) {
    const api = await plane.apis.get(ApiId)
    const uses = [...(api?.integrations.values() ?? [])].filter((integration) => integration.ConnectionId === id)
    if (uses.length === 0) continue
    const resources = uses.map((use) => `${use.IntegrationMethod ?? 'ANY'}:${use.IntegrationId}`).sort()
    throw badRequest(
      `Cannot delete vpc link. Vpc link '${id}', is referenced in [${resources.join(', ')}] in format of [Method:Resource].`,
    )
  }
}
