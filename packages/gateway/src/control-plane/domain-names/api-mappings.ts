import { badRequest, notFound, type ServiceError } from '../../aws-protocol/service-error.ts'
import type { ApiSnapshot } from '../../store/api-snapshot.ts'
import type { ApiMappingDocument, DomainNameDocument } from '../../store/documents.ts'
import type { ApiGatewayHandlers, ControlPlane } from '../control-plane.ts'
import { newId } from '../ids.ts'
import { page } from '../paging.ts'
import { checkQuota } from '../quotas.ts'
import { checkMapping } from './api-mapping-rules.ts'
import { changeDomainName, readDomainName } from './domain-names.ts'

type Operation = 'CreateApiMapping' | 'DeleteApiMapping' | 'GetApiMapping' | 'GetApiMappings' | 'UpdateApiMapping'

/** Mappings of a custom domain name's paths to the stages of APIs (spec control-plane.md 4.10). */
export function apiMappingHandlers(plane: ControlPlane): Pick<ApiGatewayHandlers, Operation> {
  /** Puts a mapping to a stage that cannot go meanwhile. */
  const put = (
    name: string,
    apiId: string,
    make: (domain: DomainNameDocument) => Omit<ApiMappingDocument, 'ProtocolType'>,
  ) =>
    plane.apis.hold(
      apiId,
      async ({ api, stages }: ApiSnapshot) => {
        let mapping: ApiMappingDocument | undefined
        await changeDomainName(plane, name, (domain) => {
          mapping = { ...make(domain), ProtocolType: api.ProtocolType }
          if (!stages.has(mapping.Stage)) throw badRequest('Invalid stage identifier specified')
          checkMapping(domain, mapping)
          return withMapping(domain, mapping)
        })
        return mapping as ApiMappingDocument
      },
      () => notFound('The resource specified in the request was not found.'),
    )

  return {
    async CreateApiMapping({ ApiId, ApiMappingKey = '', DomainName, Stage }) {
      const domains = await plane.domainNames.list()
      const known = new Set(domains.flatMap((domain) => domain.ApiMappings.map((mapping) => mapping.ApiMappingId)))
      await readDomainName(plane, DomainName)
      return put(DomainName, ApiId, (domain) => {
        checkQuota(domain.ApiMappings.length, plane.quotas.apiMappingsPerDomainName, 'API mappings', 'domain name')
        return { ApiId, ApiMappingId: newId('apimappings', (id) => known.has(id)), ApiMappingKey, Stage }
      })
    },

    async GetApiMapping({ ApiMappingId, DomainName }) {
      return readMapping(plane, DomainName, ApiMappingId)
    },

    async GetApiMappings({ DomainName, ...request }) {
      const { ApiMappings } = await readDomainName(plane, DomainName)
      const ordered = [...ApiMappings].sort((a, b) => (a.ApiMappingId < b.ApiMappingId ? -1 : 1))
      return page(
        ordered.map((mapping) => [mapping.ApiMappingId, mapping]),
        request,
      )
    },

    async UpdateApiMapping({ ApiId, ApiMappingId, ApiMappingKey, DomainName, Stage }) {
      await readMapping(plane, DomainName, ApiMappingId)
      return put(DomainName, ApiId, (domain) => {
        const old = find(domain, ApiMappingId)
        if (old === undefined) throw missingMapping()
        const { ApiMappingKey: oldKey, Stage: oldStage } = old
        return { ApiId, ApiMappingId, ApiMappingKey: ApiMappingKey ?? oldKey, Stage: Stage ?? oldStage }
      })
    },

    async DeleteApiMapping({ ApiMappingId, DomainName }) {
      await readMapping(plane, DomainName, ApiMappingId)
      await changeDomainName(plane, DomainName, (domain) => {
        if (find(domain, ApiMappingId) === undefined) throw missingMapping()
        return { ...domain, ApiMappings: domain.ApiMappings.filter((other) => other.ApiMappingId !== ApiMappingId) }
      })
      return {}
    },
  }
}

function withMapping(domain: DomainNameDocument, mapping: ApiMappingDocument): DomainNameDocument {
  const others = domain.ApiMappings.filter((other) => other.ApiMappingId !== mapping.ApiMappingId)
  return { ...domain, ApiMappings: [...others, mapping] }
}

function find({ ApiMappings }: DomainNameDocument, id: string): ApiMappingDocument | undefined {
  return ApiMappings.find((mapping) => mapping.ApiMappingId === id)
}

function missingMapping(): ServiceError {
  return notFound('The api mapping resource specified in the request was not found.')
}

/** AWS tells a mapping of another domain name from one that there is nowhere. */
async function readMapping(plane: ControlPlane, name: string, id: string): Promise<ApiMappingDocument> {
  const mapping = find(await readDomainName(plane, name), id)
  if (mapping !== undefined) return mapping
  const domains = await plane.domainNames.list()
  if (domains.every((domain) => find(domain, id) === undefined)) throw missingMapping()
  throw badRequest(`given domain name ${name} does not match with mapping definition of mapping ${id}`)
}
