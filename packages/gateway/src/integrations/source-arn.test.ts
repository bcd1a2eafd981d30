import { expect, test } from 'vitest'
import type { IntegrationBinding } from './integration.ts'
import { SourceArn } from './source-arn.ts'
import { binding } from './test-integration.ts'

const HEAD = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5'

test.each<[more: Partial<IntegrationBinding>, method: string, expected: string]>([
  [{ routeKey: 'GET /pets' }, 'GET', `${HEAD}/$default/GET/pets`],
  [{ routeKey: 'GET /', stageName: 'live' }, 'GET', `${HEAD}/live/GET/`],
  [{ routeKey: 'ANY /a/{id}/{proxy+}', stageName: 'live' }, 'PATCH', `${HEAD}/live/PATCH/a/{id}/{proxy+}`],
  [{ routeKey: '$default', isDefaultRoute: true }, 'GET', `${HEAD}/$default/$default`],
  [{ routeKey: '$default', isDefaultRoute: true, stageName: 'live' }, 'POST', `${HEAD}/live/$default`],
  [
    { owner: { region: 'cn-north-1', accountId: '1' } },
    'GET',
    'arn:aws-cn:execute-api:cn-north-1:1:a1b2c3d4e5/$default/GET/pets',
  ],
  [
    { owner: { region: 'us-gov-east-1', accountId: '1' } },
    'GET',
    'arn:aws-us-gov:execute-api:us-gov-east-1:1:a1b2c3d4e5/$default/GET/pets',
  ],
])('%j %s', (more, method, expected) => {
  const arn = new SourceArn(binding(more))
  expect(arn.of(method)).toBe(expected)
  expect(arn.of(method)).toBe(expected)
})
