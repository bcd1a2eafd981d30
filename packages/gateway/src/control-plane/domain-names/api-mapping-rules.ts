import { badRequest, conflict } from '../../aws-protocol/service-error.ts'
import type { ApiMappingDocument, DomainNameDocument } from '../../store/documents.ts'
import { canHaveHttpApis, refusedHttpApi } from './domain-name-rules.ts'

const KEY = /^[\w$\-.+!*'()/]*$/

/** Throws where a mapping may not stand in a domain name (spec control-plane.md 4.10), whose others it is compared with. */
export function checkMapping(domain: DomainNameDocument, mapping: ApiMappingDocument): void {
  const { ApiMappingId, ApiMappingKey: key, ProtocolType } = mapping
  if (key.startsWith('/') || key.includes('//')) {
    throw badRequest("API mapping key should not start with a '/' or have consecutive '/'s.")
  }
  if (key.endsWith('/')) throw badRequest("API mapping key should not end with a '/'.")
  if (!KEY.test(key)) {
    throw badRequest("An ApiMapping key may contain only letters, numbers and one of $-_.+!*'(),")
  }
  const others = domain.ApiMappings.filter((other) => other.ApiMappingId !== ApiMappingId)
  if (others.some((other) => other.ApiMappingKey === key)) {
    throw conflict('ApiMapping key already exists for this domain name')
  }
  if (others.some((other) => other.ProtocolType !== ProtocolType)) {
    throw badRequest('WebSocket APIs cannot share a domain name with HTTP APIs')
  }
  if (ProtocolType === 'HTTP' && !canHaveHttpApis(domain)) throw refusedHttpApi()
}
