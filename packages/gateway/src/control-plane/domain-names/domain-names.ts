import { badRequest } from '../../aws-protocol/service-error.ts'
import { partitionOf } from '../../model/partition.ts'
import type { DomainNameDocument } from '../../store/documents.ts'
import { WriteQueue } from '../../store/write-queue.ts'
import type { ApiGatewayHandlers, ControlPlane } from '../control-plane.ts'
import { newId } from '../ids.ts'
import { missingDomainName } from '../lookup.ts'
import { page } from '../paging.ts'
import { compact, patch } from '../patch.ts'
import { checkQuota } from '../quotas.ts'
import { checkDomainName } from './domain-name-rules.ts'

type Operation = 'CreateDomainName' | 'DeleteDomainName' | 'GetDomainName' | 'GetDomainNames' | 'UpdateDomainName'
type Configuration = DomainNameDocument['DomainNameConfigurations'][0]
type MutualTls = NonNullable<DomainNameDocument['MutualTlsAuthentication']>

/** That of us-east-1. Nobody's zone is here: Terraform wants the text alone. */
const HOSTED_ZONE = 'Z1UJRXOUMOOFQ8'

/** Custom domain names (spec control-plane.md 4.10), available at once: there is nothing to provision. */
export function domainNameHandlers(plane: ControlPlane): Pick<ApiGatewayHandlers, Operation> {
  /** One creation at a time, or two at once would both find the last free place of the quota. */
  const creations = new WriteQueue()

  return {
    CreateDomainName(input) {
      return creations.run('domain', async () => {
        const domains = await plane.domainNames.list()
        const domain: DomainNameDocument = compact<DomainNameDocument>({
          ApiMappingSelectionExpression: '$request.basepath',
          ApiMappings: [],
          DomainName: input.DomainName,
          DomainNameArn: `arn:${partitionOf(plane.region)}:apigateway:${plane.region}::/domainnames/${input.DomainName}`,
          DomainNameConfigurations: [newConfiguration(plane, onlyConfiguration(input.DomainNameConfigurations))],
          MutualTlsAuthentication: mergeMutualTls(undefined, input.MutualTlsAuthentication),
          RoutingMode: input.RoutingMode ?? 'API_MAPPING_ONLY',
          Tags: input.Tags ?? {},
        })
        checkDomainName(plane, domain)
        if (domains.some(({ DomainName }) => DomainName === input.DomainName)) {
          throw badRequest('The domain name you provided already exists.')
        }
        checkQuota(domains.length, plane.quotas.domainNames, 'Domain names', 'account')
        await plane.domainNames.create(domain.DomainName, domain)
        return domain
      })
    },

    async GetDomainName({ DomainName }) {
      return readDomainName(plane, DomainName)
    },

    async GetDomainNames(input) {
      const domains = await plane.domainNames.list()
      return page(
        domains.map((domain) => [domain.DomainName, domain]),
        input,
      )
    },

    async UpdateDomainName({ DomainName, DomainNameConfigurations, MutualTlsAuthentication, RoutingMode }) {
      return changeDomainName(plane, DomainName, (old) => {
        const [before] = old.DomainNameConfigurations
        const given = DomainNameConfigurations === undefined ? {} : onlyConfiguration(DomainNameConfigurations)
        const domain = compact<DomainNameDocument>({
          ...patch<DomainNameDocument>(old, { RoutingMode }),
          DomainNameConfigurations: [patch<Configuration>(before, settable(given))],
          MutualTlsAuthentication: mergeMutualTls(old.MutualTlsAuthentication, MutualTlsAuthentication),
        })
        checkDomainName(plane, domain)
        return domain
      })
    },

    async DeleteDomainName({ DomainName }) {
      await plane.domainNames.change(DomainName, () => undefined, missingDomainName)
      return {}
    },
  }
}

export async function readDomainName(plane: ControlPlane, name: string): Promise<DomainNameDocument> {
  const domain = await plane.domainNames.get(name)
  if (domain === undefined) throw missingDomainName()
  return domain
}

/** Changes a domain name that stays: `change` may be run again. */
export async function changeDomainName(
  plane: ControlPlane,
  name: string,
  change: (domain: DomainNameDocument) => DomainNameDocument,
): Promise<DomainNameDocument> {
  return (await plane.domainNames.change(name, change, missingDomainName)) as DomainNameDocument
}

function onlyConfiguration(given: readonly Configuration[] | undefined): Configuration {
  const [configuration, ...more] = given ?? []
  if (configuration === undefined || more.length > 0) {
    throw badRequest('Exactly one domain name configuration must be specified')
  }
  return configuration
}

/** What a caller may say; the rest is the server's, and what Terraform sends back of it is passed over. */
function settable(given: Configuration): Configuration {
  const { CertificateArn, CertificateName, EndpointType, IpAddressType, SecurityPolicy } = given
  const { OwnershipVerificationCertificateArn } = given
  return {
    CertificateArn,
    CertificateName,
    EndpointType,
    IpAddressType,
    OwnershipVerificationCertificateArn,
    SecurityPolicy,
  }
}

function newConfiguration(plane: ControlPlane, given: Configuration): Configuration {
  return compact<Configuration>({
    ...settable(given),
    ApiGatewayDomainName: `d-${newId('apis', () => false)}.execute-api.${plane.region}.amazonaws.com`,
    DomainNameStatus: 'AVAILABLE',
    EndpointType: given.EndpointType ?? 'REGIONAL',
    HostedZoneId: HOSTED_ZONE,
    IpAddressType: given.IpAddressType ?? 'ipv4',
    SecurityPolicy: given.SecurityPolicy ?? 'TLS_1_2',
  })
}

/** Member by member; an empty URI takes all of it away, and an empty block left behind would be a difference to Terraform. */
function mergeMutualTls(old: MutualTls | undefined, given: MutualTls | undefined): MutualTls | undefined {
  const merged = patch<MutualTls>(old ?? {}, given ?? {})
  return given?.TruststoreUri === '' || Object.keys(merged).length === 0 ? undefined : merged
}
