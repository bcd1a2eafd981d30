import { badRequest } from '../../aws-protocol/service-error.ts'
import type { DomainNameDocument } from '../../store/documents.ts'
import type { ControlPlane } from '../control-plane.ts'
import { checkTags } from '../tag-rules.ts'

/** Labels of letters, digits and hyphens (RFC 1123 section 2.1), two at least; the first may be `*`, the last is no number. */
const NAME = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/
/** Names of this form lead to the API that they name, before any custom domain name is looked at. */
const EXECUTE_API = /^[a-z0-9]+\.execute-api\./
/** There is no ACM to ask: the form is all that can be checked. */
const CERTIFICATE = /^arn:aws[\w-]*:(?:acm|iam):[\w-]*:\d{12}:[\w-]+\/.+$/
const TRUSTSTORE = /^s3:\/\/[^/]+\/.+$/

/** Throws where a domain name, as it would be stored, is none that AWS accepts (spec control-plane.md 4.10). */
export function checkDomainName(plane: ControlPlane, domain: DomainNameDocument): void {
  const { DomainName: name, MutualTlsAuthentication: mutualTls } = domain
  if (!NAME.test(name)) throw badRequest(`Invalid domain name specified: ${name}`)
  if (plane.ownNames.has(name) || EXECUTE_API.test(name)) {
    throw badRequest(`The domain name ${name} is reserved: it leads to this server itself`)
  }
  const [configuration] = domain.DomainNameConfigurations
  const { CertificateArn = '', OwnershipVerificationCertificateArn: ownership } = configuration
  if (!CERTIFICATE.test(CertificateArn)) throw badRequest(`Invalid certificate ARN specified: ${CertificateArn}`)
  if (ownership !== undefined && !CERTIFICATE.test(ownership)) {
    throw badRequest(`Invalid ownership verification certificate ARN specified: ${ownership}`)
  }
  if (mutualTls !== undefined && !TRUSTSTORE.test(mutualTls.TruststoreUri ?? '')) {
    throw badRequest(`Invalid truststore URI specified: ${mutualTls.TruststoreUri ?? ''}`)
  }
  if (!canHaveHttpApis(domain) && domain.ApiMappings.some((mapping) => mapping.ProtocolType === 'HTTP')) {
    throw refusedHttpApi()
  }
  checkTags(plane, domain.Tags ?? {})
}

/** HTTP APIs are for regional domain names with TLS 1.2 alone. */
export function canHaveHttpApis({ DomainNameConfigurations: [configuration] }: DomainNameDocument): boolean {
  return configuration.EndpointType === 'REGIONAL' && configuration.SecurityPolicy === 'TLS_1_2'
}

export function refusedHttpApi() {
  return badRequest('HTTP APIs can only be mapped to REGIONAL domain names with the TLS_1_2 security policy')
}
