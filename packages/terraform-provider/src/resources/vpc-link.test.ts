import { expect, test } from 'vitest'
import { UNKNOWN, type ValueRecord } from '../conversion/value.ts'
import { applyChange } from '../framework/apply.ts'
import { TestGateway } from './test-gateway.ts'
import { vpcLink } from './vpc-link.ts'

const GET = 'GET /v2/vpclinks/v1'
const DELETE = 'DELETE /v2/vpclinks/v1'
const link = (status: string) => ({
  name: 'n',
  securityGroupIds: [],
  subnetIds: ['subnet-1'],
  vpcLinkStatus: status,
  vpcLinkStatusMessage: 'told why',
})
const planned: ValueRecord = {
  arn: UNKNOWN,
  id: UNKNOWN,
  name: 'n',
  security_group_ids: [],
  subnet_ids: ['subnet-1'],
  tags: null,
  tags_all: {},
}
const state = { ...planned, arn: 'arn:aws:apigateway:eu-west-1::/vpclinks/v1', id: 'v1' }

test('a new one is waited for', async () => {
  await using gateway = await TestGateway.start({
    'POST /v2/vpclinks': { vpcLinkId: 'v1' },
    [GET]: [link('PENDING'), link('AVAILABLE')],
  })
  expect(await applyChange(vpcLink, null, planned, await gateway.client())).toEqual({ state, diagnostics: [] })
  const created = { name: 'n', securityGroupIds: [], subnetIds: ['subnet-1'] }
  expect(gateway.calls).toEqual([['POST /v2/vpclinks', created], [GET], [GET], [GET]])
})

test('one that fails is an error, and stays in the state', async () => {
  await using gateway = await TestGateway.start({ 'POST /v2/vpclinks': { vpcLinkId: 'v1' }, [GET]: link('FAILED') })
  const outcome = await applyChange(vpcLink, null, planned, await gateway.client())
  expect(outcome.diagnostics).toMatchObject([{ summary: 'VPC link v1', detail: 'It is FAILED. told why' }])
  expect(outcome.state).toMatchObject({ id: 'v1' })
})

test('one that is deleted is waited for until it is gone', async () => {
  await using gateway = await TestGateway.start({ [DELETE]: 202, [GET]: [link('DELETING'), link('DELETING'), 404] })
  expect(await applyChange(vpcLink, state, null, await gateway.client())).toEqual({ state: null, diagnostics: [] })
  expect(gateway.calls).toEqual([[DELETE], [GET], [GET], [GET]])
})

test('one that cannot be deleted stays', async () => {
  await using gateway = await TestGateway.start({ [DELETE]: 202, [GET]: link('FAILED') })
  const outcome = await applyChange(vpcLink, state, null, await gateway.client())
  expect(outcome).toMatchObject({
    state: { id: 'v1' },
    diagnostics: [{ detail: 'aws_apigatewayv2_vpc_link is not removed. told why' }],
  })
})

test('a change of the name alone is sent', async () => {
  await using gateway = await TestGateway.start({
    'PATCH /v2/vpclinks/v1': {},
    [GET]: { ...link('AVAILABLE'), name: 'm' },
  })
  const outcome = await applyChange(vpcLink, state, { ...state, name: 'm' }, await gateway.client())
  expect(outcome).toEqual({ state: { ...state, name: 'm' }, diagnostics: [] })
  expect(gateway.calls[0]).toEqual(['PATCH /v2/vpclinks/v1', { name: 'm' }])
})
