import { expect, test } from 'vitest'
import { UNKNOWN, type ValueRecord } from '../conversion/value.ts'
import { applyChange } from '../framework/apply.ts'
import { changesOf, type DomainNameState, domainName } from './domain-name.ts'
import { TestGateway } from './test-gateway.ts'

const certificate = (name: string) => `arn:aws:acm:eu-west-1:123456789012:certificate/${name}`
const block = {
  certificate_arn: certificate('one'),
  endpoint_type: 'REGIONAL',
  hosted_zone_id: 'Z1',
  ip_address_type: 'ipv4',
  ownership_verification_certificate_arn: null,
  security_policy: 'TLS_1_2',
  target_domain_name: 'd-1.example',
}
const base: DomainNameState = {
  api_mapping_selection_expression: '$request.basepath',
  arn: 'arn:aws:apigateway:eu-west-1::/domainnames/a.example',
  domain_name: 'a.example',
  id: 'a.example',
  tags: null,
  tags_all: {},
  domain_name_configuration: [block],
  mutual_tls_authentication: [{ truststore_uri: 's3://b/one.pem', truststore_version: '1' }],
  timeouts: null,
}
const sent = {
  CertificateArn: certificate('one'),
  EndpointType: 'REGIONAL',
  IpAddressType: 'ipv4',
  OwnershipVerificationCertificateArn: undefined,
  SecurityPolicy: 'TLS_1_2',
}
const trusting = (uri: string, version: string | null) => ({
  mutual_tls_authentication: [{ truststore_uri: uri, truststore_version: version }],
})

test.each<[string, Partial<DomainNameState>, object]>([
  ['nothing', {}, {}],
  ['timeouts', { timeouts: { create: '1m', update: null } }, {}],
  [
    'a certificate: the configuration as a whole',
    { domain_name_configuration: [{ ...block, certificate_arn: certificate('two') }] },
    { DomainNameConfigurations: [{ ...sent, CertificateArn: certificate('two') }] },
  ],
  [
    'values in lower case, as the API has them',
    { domain_name_configuration: [{ ...block, endpoint_type: 'regional', security_policy: 'tls_1_2' }] },
    { DomainNameConfigurations: [sent] },
  ],
  ['a truststore', trusting('s3://b/two.pem', '1'), { MutualTlsAuthentication: { TruststoreUri: 's3://b/two.pem' } }],
  ['its version', trusting('s3://b/one.pem', '2'), { MutualTlsAuthentication: { TruststoreVersion: '2' } }],
  ['a version that goes', trusting('s3://b/one.pem', null), { MutualTlsAuthentication: { TruststoreVersion: '' } }],
  ['mutual TLS that goes', { mutual_tls_authentication: [] }, { MutualTlsAuthentication: { TruststoreUri: '' } }],
])('changes: %s', (_, changed, members) => {
  expect(changesOf(base, { ...base, ...changed })).toEqual(members)
})

const GET = 'GET /v2/domainnames/a.example'
const answer = (status: string, message?: string) => ({
  domainName: 'a.example',
  domainNameConfigurations: [
    { certificateArn: certificate('one'), domainNameStatus: status, domainNameStatusMessage: message },
  ],
})

/** As it is planned. */
const fresh: ValueRecord = {
  ...base,
  api_mapping_selection_expression: UNKNOWN,
  arn: UNKNOWN,
  id: UNKNOWN,
  domain_name_configuration: [
    {
      ...block,
      hosted_zone_id: UNKNOWN,
      ip_address_type: UNKNOWN,
      ownership_verification_certificate_arn: UNKNOWN,
      target_domain_name: UNKNOWN,
    },
  ],
  mutual_tls_authentication: [],
}

test('a new one is waited for, and read when it is available', async () => {
  const found = {
    ...answer('AVAILABLE'),
    apiMappingSelectionExpression: '$request.basepath',
    domainNameConfigurations: [
      {
        apiGatewayDomainName: 'd-1.example',
        certificateArn: certificate('one'),
        domainNameStatus: 'AVAILABLE',
        endpointType: 'REGIONAL',
        hostedZoneId: 'Z1',
        ipAddressType: 'ipv4',
        securityPolicy: 'TLS_1_2',
      },
    ],
  }
  await using gateway = await TestGateway.start({
    'POST /v2/domainnames': { domainName: 'a.example' },
    [GET]: [answer('UPDATING'), answer('UPDATING'), found],
  })
  const { state, diagnostics } = await applyChange(domainName, null, fresh, await gateway.client())
  expect(diagnostics).toEqual([])
  expect(gateway.calls.map(([call]) => call)).toEqual(['POST /v2/domainnames', GET, GET, GET, GET])
  expect(gateway.calls[0]?.[1]).toEqual({
    domainName: 'a.example',
    domainNameConfigurations: [
      { certificateArn: certificate('one'), endpointType: 'REGIONAL', securityPolicy: 'TLS_1_2' },
    ],
  })
  expect(state).toEqual({ ...base, mutual_tls_authentication: [] })
})

test.each([
  ['FAILED', 'It is FAILED. no such certificate'],
  ['PENDING_OWNERSHIP_VERIFICATION', 'It is PENDING_OWNERSHIP_VERIFICATION. no such certificate'],
])('one that becomes %s is an error, and stays in the state', async (status, detail) => {
  await using gateway = await TestGateway.start({
    'POST /v2/domainnames': { domainName: 'a.example' },
    [GET]: answer(status, 'no such certificate'),
  })
  const { state, diagnostics } = await applyChange(domainName, null, fresh, await gateway.client())
  expect(diagnostics).toMatchObject([{ summary: 'Domain name a.example', detail }])
  expect(state).toMatchObject({ id: 'a.example' })
})

test.each<[string, Partial<DomainNameState>]>([
  ['creation', { arn: null }],
  ['change', {}],
])('the time that a %s may take is that of its own timeout', async (_, own) => {
  await using gateway = await TestGateway.start({ [GET]: answer('UPDATING') })
  // The other one is as long as hashicorp/aws waits.
  const timeouts = own.arn === null ? { create: '1ms', update: null } : { create: null, update: '1ms' }
  const state = { ...base, ...own, id: 'a.example', timeouts } as never
  const never = new AbortController().signal
  await expect(domainName.ready(state, await gateway.client(), never)).rejects.toMatchObject({ path: ['timeouts'] })
})
