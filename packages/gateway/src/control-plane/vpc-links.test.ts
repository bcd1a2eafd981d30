import { CreateVpcLinkCommand, DeleteVpcLinkCommand, GetVpcLinksCommand } from '@aws-sdk/client-apigatewayv2'
import { describe, expect, test } from 'vitest'
import { withoutMetadata } from './test-client.ts'
import { answered, badRequest, notFound, testWire } from './test-wire.ts'

const available = {
  createdDate: '2026-11-24T10:00:00Z',
  vpcLinkStatus: 'AVAILABLE',
  vpcLinkStatusMessage: 'VPC link is ready to route traffic',
  vpcLinkVersion: 'V2',
}

describe('CreateVpcLink', () => {
  test.each<[string, object, object]>([
    [
      'fills in, and is available at once',
      { name: 'l', subnetIds: ['subnet-0a1b'] },
      { securityGroupIds: [], tags: {} },
    ],
    [
      'keeps what Terraform sends',
      { name: 'l', securityGroupIds: ['sg-0a1b'], subnetIds: ['subnet-1', 'subnet-2'], tags: { a: 'b' } },
      {},
    ],
  ])('%s', async (_what, given, filled) => {
    const { call } = testWire()
    const made = await call('POST', 'vpclinks', given)
    const vpcLinkId = String(made.body?.['vpcLinkId'])
    expect(vpcLinkId).toMatch(/^[a-z0-9]{6}$/)
    expect(made).toEqual(answered(201, { ...available, ...given, ...filled, vpcLinkId }))
    expect(await call('GET', `vpclinks/${vpcLinkId}`)).toEqual({ ...made, status: 200 })
    expect(await call('GET', 'vpclinks')).toEqual(answered(200, { items: [made.body] }))
  })

  test.each<[string, object, string]>([
    ['no subnet', { name: 'l', subnetIds: [] }, 'At least one subnet is required for a VPC link'],
    [
      'eleven subnets',
      { name: 'l', subnetIds: Array.from({ length: 11 }, (_, n) => `subnet-${n}`) },
      'Too many subnets specified. At most 10 are allowed',
    ],
    ['a subnet that is none', { name: 'l', subnetIds: ['vpc-1'] }, 'Invalid subnet ID specified: vpc-1'],
    [
      'a security group that is none',
      { name: 'l', securityGroupIds: ['group'], subnetIds: ['subnet-1'] },
      'Invalid security group ID specified: group',
    ],
    [
      'no subnet member',
      { name: 'l' },
      "1 validation error detected: Value null at 'subnetIds' failed to satisfy constraint: Member must not be null",
    ],
    [
      'no name',
      { subnetIds: ['subnet-1'] },
      "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
    ],
  ])('refuses %s', async (_what, given, message) => {
    const { call } = testWire()
    expect(await call('POST', 'vpclinks', given)).toEqual(badRequest(message))
    expect(await call('GET', 'vpclinks')).toEqual(answered(200, { items: [] }))
  })
})

test('UpdateVpcLink renames, and changes nothing else', async () => {
  const { call, create } = testWire()
  const path = `vpclinks/${await create('vpclinks', { name: 'l', subnetIds: ['subnet-1'] })}`
  const before = await call('GET', path)
  expect(await call('PATCH', path, {})).toEqual(before)
  const patched = await call('PATCH', path, { name: 'm', subnetIds: ['subnet-2'], tags: { a: 'b' } })
  expect(patched).toEqual(answered(200, { ...before.body, name: 'm' }))
  expect(await call('GET', path)).toEqual(patched)
  expect((await call('PATCH', path, { name: '' })).status).toBe(400)
})

describe('DeleteVpcLink', () => {
  test('answers 202 and an empty object, and the link is gone', async () => {
    const { call, create } = testWire()
    const id = await create('vpclinks', { name: 'l', subnetIds: ['subnet-1'] })
    expect(await call('DELETE', `vpclinks/${id}`)).toEqual(answered(202, {}))
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      expect(await call(method, `vpclinks/${id}`, method === 'PATCH' ? {} : undefined)).toEqual(
        notFound(`Invalid VpcLink identifier specified ${id}`),
      )
    }
  })

  test('is refused while integrations use it', async () => {
    const { call, create, httpApi } = testWire()
    const link = await create('vpclinks', { name: 'l', subnetIds: ['subnet-1'] })
    await httpApi()
    const api = await httpApi()
    const integration = (integrationMethod: string) =>
      create(`apis/${api}/integrations`, {
        connectionId: link,
        connectionType: 'VPC_LINK',
        integrationMethod,
        integrationType: 'HTTP_PROXY',
        integrationUri: 'arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-1',
        payloadFormatVersion: '1.0',
      })
    const [any, get] = [await integration('ANY'), await integration('GET')]
    const refusal = (uses: string) =>
      badRequest(
        `Cannot delete vpc link. Vpc link '${link}', is referenced in [${uses}] in format of [Method:Resource].`,
      )
    expect(await call('DELETE', `vpclinks/${link}`)).toEqual(refusal(`ANY:${any}, GET:${get}`))
    await call('DELETE', `apis/${api}/integrations/${get}`)
    expect(await call('DELETE', `vpclinks/${link}`)).toEqual(refusal(`ANY:${any}`))
    await call('DELETE', `apis/${api}`)
    expect(await call('DELETE', `vpclinks/${link}`)).toEqual(answered(202, {}))
  })
})

test('the SDK makes, lists and deletes', async () => {
  const { client } = testWire()
  const made = withoutMetadata(
    await client.send(new CreateVpcLinkCommand({ Name: 'l', SecurityGroupIds: [], SubnetIds: ['subnet-1'] })),
  )
  expect(made).toEqual({
    CreatedDate: new Date('2026-11-24T10:00:00Z'),
    Name: 'l',
    SecurityGroupIds: [],
    SubnetIds: ['subnet-1'],
    Tags: {},
    VpcLinkId: made.VpcLinkId,
    VpcLinkStatus: 'AVAILABLE',
    VpcLinkStatusMessage: 'VPC link is ready to route traffic',
    VpcLinkVersion: 'V2',
  })
  expect((await client.send(new GetVpcLinksCommand({}))).Items).toEqual([made])
  const gone = await client.send(new DeleteVpcLinkCommand({ VpcLinkId: made.VpcLinkId }))
  expect(gone.$metadata.httpStatusCode).toBe(202)
})
