import { CreateDomainNameCommand, DeleteDomainNameCommand, GetDomainNamesCommand } from '@aws-sdk/client-apigatewayv2'
import { describe, expect, test } from 'vitest'
import { withoutMetadata } from '../test-client.ts'
import { answered, badRequest, notFound, testWire } from '../test-wire.ts'
import { CERTIFICATE, domainBody, domainWire } from './test-domain.ts'

const MISSING = notFound('The domain name resource specified in the request was not found.')

describe('CreateDomainName', () => {
  test.each<[string, object, object]>([
    ['fills in, and is available at once', { domainNameConfigurations: [{ certificateArn: CERTIFICATE }] }, {}],
    [
      'keeps what Terraform sends',
      {
        ...domainBody('a.test', { ipAddressType: 'dualstack', ownershipVerificationCertificateArn: `${CERTIFICATE}4` }),
        mutualTlsAuthentication: { truststoreUri: 's3://bucket/key', truststoreVersion: '1' },
        routingMode: 'ROUTING_RULE_THEN_API_MAPPING',
        tags: { a: 'b' },
      },
      { ipAddressType: 'dualstack', ownershipVerificationCertificateArn: `${CERTIFICATE}4` },
    ],
  ])('%s', async (_what, given, configured) => {
    const { call } = testWire()
    const made = await call('POST', 'domainnames', { ...given, domainName: 'a.test' })
    const hosted = {
      apiGatewayDomainName: expect.stringMatching(
        /^d-[a-z0-9]{10}\.execute-api\.eu-west-1\.amazonaws\.com$/,
      ) as unknown,
    }
    expect(made).toEqual(
      answered(201, {
        apiMappingSelectionExpression: '$request.basepath',
        domainNameArn: 'arn:aws:apigateway:eu-west-1::/domainnames/a.test',
        routingMode: 'API_MAPPING_ONLY',
        tags: {},
        ...given,
        domainName: 'a.test',
        domainNameConfigurations: [
          {
            ...hosted,
            certificateArn: CERTIFICATE,
            domainNameStatus: 'AVAILABLE',
            endpointType: 'REGIONAL',
            hostedZoneId: 'Z1UJRXOUMOOFQ8',
            ipAddressType: 'ipv4',
            securityPolicy: 'TLS_1_2',
            ...configured,
          },
        ],
      }),
    )
    expect(await call('GET', 'domainnames/a.test')).toEqual({ ...made, status: 200 })
    expect(await call('GET', 'domainnames')).toEqual(answered(200, { items: [made.body] }))
  })

  test.each(['a.test', '*.a.test', 'api.shop.localhost', 'xn--bcher-kva.example', '1.2.3.test'])(
    'takes %s',
    async (name) => {
      const { call } = testWire()
      expect((await call('POST', 'domainnames', domainBody(name))).status).toBe(201)
      expect((await call('GET', `domainnames/${encodeURIComponent(name)}`)).body?.['domainName']).toBe(name)
    },
  )

  test.each<[string, object, string]>([
    ...[
      'test',
      'A.test',
      'a..test',
      '-a.test',
      'a-.test',
      'a_b.test',
      '*',
      '*.*.test',
      'a.*.test',
      '1.2.3.4',
      'a.test.',
      'a.test:1',
      'a/b.test',
    ].map((name): [string, object, string] => [name, domainBody(name), `Invalid domain name specified: ${name}`]),
    ...['gateway.test', 'a1b2c3d4e5.execute-api.test'].map((name): [string, object, string] => [
      name,
      domainBody(name),
      `The domain name ${name} is reserved: it leads to this server itself`,
    ]),
    [
      'no name',
      { domainNameConfigurations: [] },
      "1 validation error detected: Value null at 'domainName' failed to satisfy constraint: Member must not be null",
    ],
    ['no configuration', { domainName: 'a.test' }, 'Exactly one domain name configuration must be specified'],
    [
      'two configurations',
      { domainName: 'a.test', domainNameConfigurations: [{}, {}] },
      'Exactly one domain name configuration must be specified',
    ],
    ['no certificate', domainBody('a.test', { certificateArn: undefined }), 'Invalid certificate ARN specified: '],
    [
      'a certificate that is none',
      domainBody('a.test', { certificateArn: 'c' }),
      'Invalid certificate ARN specified: c',
    ],
    [
      'an ownership certificate that is none',
      domainBody('a.test', { ownershipVerificationCertificateArn: 'c' }),
      'Invalid ownership verification certificate ARN specified: c',
    ],
    [
      'a truststore that is none',
      { ...domainBody('a.test'), mutualTlsAuthentication: { truststoreUri: 'https://a' } },
      'Invalid truststore URI specified: https://a',
    ],
  ])('refuses %s', async (_what, body, message) => {
    const { call } = testWire()
    expect(await call('POST', 'domainnames', body)).toEqual(badRequest(message))
    expect(await call('GET', 'domainnames')).toEqual(answered(200, { items: [] }))
  })

  test('refuses a name that there is, also when both come at once', async () => {
    const { call } = testWire()
    const answers = await Promise.all([1, 2].map(() => call('POST', 'domainnames', domainBody('a.test'))))
    expect(answers.map(({ status }) => status)).toEqual([201, 400])
    expect(answers[1]).toEqual(badRequest('The domain name you provided already exists.'))
  })
})

describe('UpdateDomainName', () => {
  test('merges, and keeps what is the server’s', async () => {
    const { call } = testWire()
    const made = await call('POST', 'domainnames', { ...domainBody('a.test'), tags: { a: 'b' } })
    const [before] = (made.body?.['domainNameConfigurations'] ?? []) as object[]
    expect(await call('PATCH', 'domainnames/a.test', {})).toEqual({ ...made, status: 200 })
    const given = {
      ipAddressType: 'dualstack',
      domainNameStatus: 'UPDATING',
      hostedZoneId: 'Z',
      apiGatewayDomainName: 'd',
    }
    const patched = await call('PATCH', 'domainnames/a.test', {
      domainNameConfigurations: [given],
      routingMode: 'ROUTING_RULE_ONLY',
    })
    const configuration = { ...before, ipAddressType: 'dualstack' }
    expect(patched).toEqual(
      answered(200, { ...made.body, domainNameConfigurations: [configuration], routingMode: 'ROUTING_RULE_ONLY' }),
    )
    expect(await call('GET', 'domainnames/a.test')).toEqual(patched)
    expect(await call('PATCH', 'domainnames/a.test', { domainNameConfigurations: [{ certificateArn: 'c' }] })).toEqual(
      badRequest('Invalid certificate ARN specified: c'),
    )
    expect(await call('GET', 'domainnames/a.test')).toEqual(patched)
  })

  test('mutual TLS: members are merged, and an empty URI takes all of it away', async () => {
    const { call } = testWire()
    await call('POST', 'domainnames', {
      ...domainBody('a.test'),
      mutualTlsAuthentication: { truststoreUri: 's3://b/k' },
    })
    const patch = async (mutualTlsAuthentication: object) =>
      (await call('PATCH', 'domainnames/a.test', { mutualTlsAuthentication })).body?.['mutualTlsAuthentication']
    expect(await patch({ truststoreVersion: '2' })).toEqual({ truststoreUri: 's3://b/k', truststoreVersion: '2' })
    expect(await patch({ truststoreUri: '' })).toBeUndefined()
    expect((await call('GET', 'domainnames/a.test')).body).not.toHaveProperty('mutualTlsAuthentication')
  })

  test('keeps a domain name that HTTP APIs are mapped to fit for them', async () => {
    const { call, create, http, mappings } = await domainWire()
    const older = { domainNameConfigurations: [{ securityPolicy: 'TLS_1_0' }] }
    await create(mappings, { apiId: http, stage: 'prod' })
    expect(await call('PATCH', 'domainnames/api.test', older)).toEqual(
      badRequest('HTTP APIs can only be mapped to REGIONAL domain names with the TLS_1_2 security policy'),
    )
  })
})

test('DeleteDomainName takes its mappings with it', async () => {
  const { call, create, http, mappings } = await domainWire()
  await create(mappings, { apiId: http, stage: 'prod' })
  expect((await call('DELETE', `apis/${http}`)).status).toBe(400)
  expect(await call('DELETE', 'domainnames/api.test')).toEqual(answered(204))
  for (const method of ['GET', 'PATCH', 'DELETE']) {
    expect(await call(method, 'domainnames/api.test', method === 'PATCH' ? {} : undefined)).toEqual(MISSING)
  }
  expect(await call('GET', mappings)).toEqual(MISSING)
  expect((await call('DELETE', `apis/${http}`)).status).toBe(204)
})

test('the SDK makes, pages and deletes', async () => {
  const { client } = testWire()
  for (const DomainName of ['b.test', '*.a.test', 'c.test']) {
    const DomainNameConfigurations = [{ CertificateArn: CERTIFICATE }]
    await client.send(new CreateDomainNameCommand({ DomainName, DomainNameConfigurations }))
  }
  const first = await client.send(new GetDomainNamesCommand({ MaxResults: '2' }))
  const second = await client.send(new GetDomainNamesCommand({ MaxResults: '2', NextToken: first.NextToken }))
  const names = [first, second].map(({ Items = [] }) => Items.map(({ DomainName }) => DomainName))
  expect(names).toEqual([['*.a.test', 'b.test'], ['c.test']])
  const deleted = await client.send(new DeleteDomainNameCommand({ DomainName: '*.a.test' }))
  expect(withoutMetadata(deleted)).toEqual({})
})
