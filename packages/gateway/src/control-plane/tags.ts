import { badRequest, notFound } from '../aws-protocol/service-error.ts'
import { changePublication } from './change-api.ts'
import type { ApiGatewayHandlers, ControlPlane } from './control-plane.ts'
import { draftResource, missingDomainName, missingVpcLink, readApi, readResource } from './lookup.ts'
import { checkTags } from './tag-rules.ts'

type Operation = 'GetTags' | 'TagResource' | 'UntagResource'

type Tags = Record<string, string>

/** What carries tags, behind one face. */
interface Taggable {
  read(): Promise<Tags>
  change(next: (tags: Tags) => Tags): Promise<void>
}

/** Tags by ARN: APIs, stages, VPC links and domain names (spec control-plane.md 4.12). */
export function tagHandlers(plane: ControlPlane): Pick<ApiGatewayHandlers, Operation> {
  return {
    async GetTags({ ResourceArn }) {
      return { Tags: await taggable(plane, ResourceArn).read() }
    },

    async TagResource({ ResourceArn, Tags = {} }) {
      await taggable(plane, ResourceArn).change((tags) => {
        const next = { ...tags, ...Tags }
        checkTags(plane, next)
        return next
      })
      return {}
    },

    async UntagResource({ ResourceArn, TagKeys }) {
      const gone = new Set(TagKeys)
      await taggable(plane, ResourceArn).change((tags) =>
        Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))),
      )
      return {}
    },
  }
}

/** Any region will do: Postern has one, whatever region its callers are configured for (docs/differences.md). */
const ARN = /^arn:aws[\w-]*:apigateway:[\w-]+::\/(.+)$/

function taggable(plane: ControlPlane, arn: string): Taggable {
  const path = ARN.exec(arn)?.[1]
  if (path === undefined) throw badRequest(`Invalid ARN specified in the request: ${arn}`)
  const [kind, id = '', child, childId = '', ...more] = path.split('/')
  if (kind === 'apis' && child === undefined) return api(plane, id)
  if (kind === 'apis' && child === 'stages' && childId !== '' && more.length === 0) return stage(plane, id, childId)
  if (kind === 'vpclinks' && child === undefined) return vpcLink(plane, id)
  if (kind === 'domainnames' && child === undefined) return domainName(plane, id)
  throw notFound(`Invalid resource identifier specified ${arn}`)
}

function api(plane: ControlPlane, apiId: string): Taggable {
  return {
    read: async () => (await readApi(plane, apiId)).api.Tags ?? {},
    change: (next) =>
      changePublication(plane, apiId, (draft) => {
        draft.api = { ...draft.api, Tags: next(draft.api.Tags ?? {}) }
      }),
  }
}

function stage(plane: ControlPlane, apiId: string, name: string): Taggable {
  return {
    read: async () => readResource(await readApi(plane, apiId), 'stages', name).Tags ?? {},
    change: (next) =>
      changePublication(plane, apiId, (draft) => {
        const document = draftResource(draft, 'stages', name)
        draft.put('stages', name, { ...document, Tags: next(document.Tags ?? {}) })
      }),
  }
}

function vpcLink(plane: ControlPlane, id: string): Taggable {
  return {
    async read() {
      const document = await plane.vpcLinks.get(id)
      if (document === undefined) throw missingVpcLink(id)
      return document.Tags ?? {}
    },
    async change(next) {
      await plane.vpcLinks.change(
        id,
        (document) => ({ ...document, Tags: next(document.Tags ?? {}) }),
        () => missingVpcLink(id),
      )
    },
  }
}

function domainName(plane: ControlPlane, name: string): Taggable {
  return {
    async read() {
      const document = await plane.domainNames.get(name)
      if (document === undefined) throw missingDomainName()
      return document.Tags ?? {}
    },
    async change(next) {
      await plane.domainNames.change(
        name,
        (document) => ({ ...document, Tags: next(document.Tags ?? {}) }),
        () => missingDomainName(),
      )
    },
  }
}
