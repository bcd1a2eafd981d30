import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { LambdaCall, LambdaTarget } from '../../data-plane/lambda-invoker.ts'
import { createPermissionCheck, type PermissionReport } from './permission-check.ts'

const API = 'arn:aws:execute-api:eu-west-1:111122223333:abc'

function target(qualifier?: string, functionName = 'cart'): LambdaTarget {
  const arn = `arn:aws:lambda:eu-west-1:111122223333:function:${functionName}`
  return {
    arn: qualifier === undefined ? arn : `${arn}:${qualifier}`,
    region: 'eu-west-1',
    accountId: '111122223333',
    functionName,
    qualifier,
  }
}

function call(sourceArn: string, more: Partial<LambdaCall> = {}): LambdaCall {
  return { target: target(), payload: '{}', traceId: '', credentials: { kind: 'gateway' }, sourceArn, ...more }
}

const statements = [
  {
    Sid: 's',
    Effect: 'Allow',
    Principal: { Service: 'apigateway.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: target().arn,
    Condition: { ArnLike: { 'AWS:SourceArn': `${API}/*/GET/*` } },
  },
]

function reports(): PermissionReport[] {
  const heard: PermissionReport[] = []
  const listener = (message: unknown) => void heard.push(message as PermissionReport)
  subscribe('postern:functions:permission', listener)
  onTestFinished(() => void unsubscribe('postern:functions:permission', listener))
  return heard
}

describe('enforce', () => {
  const check = createPermissionCheck('enforce')

  test('what the policy allows passes, the rest is forbidden', () => {
    expect(check(call(`${API}/live/GET/a`), statements)).toBeUndefined()
    expect(check(call(`${API}/live/PUT/a`), statements)).toEqual({
      kind: 'forbidden',
      message: `API Gateway may not invoke ${target().arn} from ${API}/live/PUT/a, because no statement of its resource policy allows it. In Terraform:
resource "aws_lambda_permission" "apigateway_cart_abc" {
  statement_id  = "AllowApiGateway-abc"
  action        = "lambda:InvokeFunction"
  function_name = "cart"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${API}/*/*"
}`,
    })
  })

  test('a function without a policy is forbidden', () => {
    expect(check(call(`${API}/live/GET/a`), [])).toMatchObject({ kind: 'forbidden' })
  })

  test('statements that changed are another array, and count at once', () => {
    expect(check(call(`${API}/live/PUT/a`), statements)).toMatchObject({ kind: 'forbidden' })
    const changed = statements.map((statement) => ({ ...statement, Condition: undefined }))
    expect(check(call(`${API}/live/PUT/a`), changed)).toBeUndefined()
  })

  test('one policy, invoked with and without its qualifier', () => {
    expect(check(call(`${API}/live/GET/a`, { target: target('$LATEST') }), statements)).toBeUndefined()
    expect(check(call(`${API}/live/GET/a`, { target: target('7') }), statements)).toMatchObject({ kind: 'forbidden' })
  })

  test.each<LambdaCall['credentials']>([{ kind: 'role', arn: 'arn:aws:iam::111122223333:role/r' }, { kind: 'caller' }])(
    '%j needs no resource policy',
    (credentials) => {
      expect(check(call(`${API}/live/GET/a`, { credentials }), [])).toBeUndefined()
    },
  )
})

describe('warn', () => {
  test('the call passes, and each route is told of once', () => {
    const heard = reports()
    const check = createPermissionCheck('warn')
    const sources = [
      `${API}/live/GET/a`,
      `${API}/live/PUT/a`,
      `${API}/live/PUT/a`,
      `${API}/live/POST/a`,
      `${API}/live/PUT/b`,
      `${API}/test/PUT/a`,
      `${API}/live/$default`,
      `${API}/live/$default`,
    ]
    for (const source of sources) expect(check(call(source), statements)).toBeUndefined()
    expect(heard.map(({ sourceArn }) => sourceArn)).toEqual([
      `${API}/live/PUT/a`,
      `${API}/live/PUT/b`,
      `${API}/test/PUT/a`,
      `${API}/live/$default`,
    ])
    check(call(`${API}/live/PUT/a`, { target: target(undefined, 'other') }), statements)
    expect(heard).toHaveLength(5)
  })

  test('the text names what AWS would refuse, and shows what mends it', () => {
    const heard = reports()
    createPermissionCheck('warn')(call(`${API}/live/PUT/a`, { target: target('live', '1-x') }), [])
    const { text, ...rest } = heard[0] as PermissionReport
    const { arn } = target('live', '1-x')
    expect(rest).toEqual({
      functionArn: arn,
      sourceArn: `${API}/live/PUT/a`,
      reason: 'the function has no resource policy',
    })
    expect(text).toBe(
      `AWS would refuse this call: API Gateway may not invoke ${arn} from ${API}/live/PUT/a, because the function has no ` +
        `resource policy. Postern lets it through (--permissions warn). In Terraform, this grants it:
resource "aws_lambda_permission" "apigateway_1-x_live_abc" {
  statement_id  = "AllowApiGateway-abc"
  action        = "lambda:InvokeFunction"
  function_name = "1-x"
  qualifier     = "live"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${API}/*/*"
}`,
    )
  })

  test('routes that are remembered are bounded', () => {
    const heard = reports()
    const check = createPermissionCheck('warn')
    for (let index = 0; index < 10_001; index++) check(call(`${API}/live/PUT/${index}`), [])
    check(call(`${API}/live/PUT/10000`), [])
    expect(heard).toHaveLength(10_001)
    check(call(`${API}/live/PUT/0`), [])
    expect(heard).toHaveLength(10_002)
  })
})
