import type {
  DomainNameConfiguration,
  GetDomainNameCommandOutput,
  UpdateDomainNameCommandInput,
} from '@aws-sdk/client-apigatewayv2'
import { secondsOf } from '../aws/duration.ts'
import type { GatewayClient } from '../aws/gateway-client.ts'
import type { Value } from '../conversion/value.ts'
import { ResourceError } from '../framework/diagnostics.ts'
import { isEqual } from '../framework/equal.ts'
import { defineResource } from '../framework/resource.ts'
import { fieldType, listBlock, type State, singleBlock, text } from '../framework/schema.ts'
import { arnOf } from './arns.ts'
import { checkDomainName } from './domain-name-checks.ts'
import { deriveTags, tagAttributes, tagsAnswered, tagsOfCreation, updateTags } from './tagging.ts'
import { unlessGone } from './unless-gone.ts'
import { waitFor } from './waiting.ts'

const inAnyCase = (one: Value, other: Value) =>
  typeof one === 'string' && typeof other === 'string' && one.toUpperCase() === other.toUpperCase()

const configuration = listBlock(
  {
    certificate_arn: text('required'),
    endpoint_type: text('required', { same: inAnyCase }),
    hosted_zone_id: text('computed'),
    ip_address_type: text('optional-computed', { oneOf: ['ipv4', 'dualstack'] }),
    ownership_verification_certificate_arn: text('optional-computed'),
    security_policy: text('required', { same: inAnyCase }),
    target_domain_name: text('computed'),
  },
  { minItems: 1, maxItems: 1 },
)

const schema = {
  api_mapping_selection_expression: text('computed'),
  arn: text('computed'),
  domain_name: text('required', { replace: true }),
  id: text('optional-computed'),
  ...tagAttributes,
  domain_name_configuration: configuration,
  mutual_tls_authentication: listBlock(
    { truststore_uri: text('required'), truststore_version: text('optional') },
    { maxItems: 1 },
  ),
  timeouts: singleBlock({ create: text('optional'), update: text('optional') }),
}
export type DomainNameState = State<typeof schema>

/** hashicorp/aws waits as long, unless `timeouts` says otherwise. */
const CREATION_SECONDS = 10 * 60
const UPDATE_SECONDS = 60 * 60

export const domainName = defineResource<typeof schema, GatewayClient>({
  name: 'aws_apigatewayv2_domain_name',
  schema,
  importId: ['id'],
  check: checkDomainName,
  derive: deriveTags,

  async create(planned, gateway) {
    const [authentication] = planned.mutual_tls_authentication
    const input = {
      DomainName: planned.domain_name,
      DomainNameConfigurations: configurationsOf(planned),
      ...(authentication && {
        MutualTlsAuthentication: {
          TruststoreUri: authentication.truststore_uri,
          TruststoreVersion: authentication.truststore_version || undefined,
        },
      }),
      ...tagsOfCreation(planned),
    }
    const made = await gateway.call((client, sdk) => client.send(new sdk.CreateDomainNameCommand(input)))
    return { id: made.DomainName ?? planned.domain_name }
  },

  async ready(state, gateway, stopped) {
    // What was just made has no ARN in its state yet.
    const [own, seconds] =
      state.arn === null ? [state.timeouts?.create, CREATION_SECONDS] : [state.timeouts?.update, UPDATE_SECONDS]
    const tooLate = () => new ResourceError(`Domain name ${state.id}`, 'It was not available in time.', ['timeouts'])
    const most = secondsOf(own ?? '') ?? seconds
    await waitFor(() => available(state, gateway), { seconds: most, stopped, tooLate })
  },

  async read(state, gateway) {
    const found = await get(state, gateway)
    return found && stateOf(found, state, await arnOf(`domainnames/${state.id}`, gateway), gateway)
  },

  async update(prior, planned, gateway) {
    await updateTags(await arnOf(`domainnames/${prior.id}`, gateway), prior, planned, gateway)
    const changes = changesOf(prior, planned)
    if (Object.keys(changes).length === 0) return
    const input = { DomainName: prior.id ?? '', ...changes }
    await gateway.call((client, sdk) => client.send(new sdk.UpdateDomainNameCommand(input)))
  },

  async delete(state, gateway) {
    const input = { DomainName: state.id ?? '' }
    await unlessGone(gateway.call((client, sdk) => client.send(new sdk.DeleteDomainNameCommand(input))))
  },
})

function get({ id }: DomainNameState, gateway: GatewayClient): Promise<GetDomainNameCommandOutput | undefined> {
  const input = { DomainName: id ?? '' }
  return unlessGone(gateway.call((client, sdk) => client.send(new sdk.GetDomainNameCommand(input))))
}

/** True once it may be used; undefined as long as it is being changed. */
async function available(state: DomainNameState, gateway: GatewayClient): Promise<true | undefined> {
  const found = await get(state, gateway)
  if (found === undefined) throw new ResourceError(`Domain name ${state.id}`, 'It is gone.')
  const { DomainNameStatus: status, DomainNameStatusMessage: message = '' } = found.DomainNameConfigurations?.[0] ?? {}
  if (status === 'UPDATING') return undefined
  if (status === 'AVAILABLE') return true
  throw new ResourceError(`Domain name ${state.id}`, `It is ${status ?? 'without a status'}. ${message}`)
}

function configurationsOf({ domain_name_configuration: blocks }: DomainNameState): DomainNameConfiguration[] {
  return blocks.map((block) => ({
    CertificateArn: block.certificate_arn,
    EndpointType: block.endpoint_type.toUpperCase() as never,
    IpAddressType: (block.ip_address_type || undefined) as never,
    OwnershipVerificationCertificateArn: block.ownership_verification_certificate_arn || undefined,
    SecurityPolicy: block.security_policy.toUpperCase() as never,
  }))
}

/** The members of a PATCH. The one configuration is merged as a whole; an empty address ends mutual TLS. */
export function changesOf(prior: DomainNameState, planned: DomainNameState): Partial<UpdateDomainNameCommandInput> {
  const changes: { -readonly [M in keyof UpdateDomainNameCommandInput]?: UpdateDomainNameCommandInput[M] } = {}
  const [before, after] = [prior.domain_name_configuration, planned.domain_name_configuration]
  if (!isEqual(fieldType(configuration), before, after)) {
    changes.DomainNameConfigurations = configurationsOf(planned)
  }
  const [old, own] = [prior.mutual_tls_authentication[0], planned.mutual_tls_authentication[0]]
  const uri = own?.truststore_uri ?? ''
  const version = own?.truststore_version ?? ''
  const isUriChanged = (old?.truststore_uri ?? '') !== uri
  const isVersionChanged = own !== undefined && (old?.truststore_version ?? '') !== version
  if (isUriChanged || isVersionChanged) {
    changes.MutualTlsAuthentication = {
      ...(isUriChanged && { TruststoreUri: uri }),
      ...(isVersionChanged && { TruststoreVersion: version }),
    }
  }
  return changes
}

function stateOf(
  found: GetDomainNameCommandOutput,
  state: DomainNameState,
  arn: string,
  gateway: GatewayClient,
): DomainNameState {
  const { TruststoreUri: uri, TruststoreVersion: version } = found.MutualTlsAuthentication ?? {}
  return {
    api_mapping_selection_expression: found.ApiMappingSelectionExpression ?? null,
    arn,
    domain_name: found.DomainName ?? '',
    id: state.id,
    ...tagsAnswered(found.Tags, state, gateway),
    domain_name_configuration: (found.DomainNameConfigurations ?? []).slice(0, 1).map((own) => ({
      certificate_arn: own.CertificateArn ?? '',
      endpoint_type: own.EndpointType ?? '',
      hosted_zone_id: own.HostedZoneId ?? null,
      ip_address_type: own.IpAddressType ?? null,
      ownership_verification_certificate_arn: own.OwnershipVerificationCertificateArn ?? null,
      security_policy: own.SecurityPolicy ?? '',
      target_domain_name: own.ApiGatewayDomainName ?? null,
    })),
    mutual_tls_authentication: uri ? [{ truststore_uri: uri, truststore_version: version ?? null }] : [],
    timeouts: state.timeouts,
  }
}
