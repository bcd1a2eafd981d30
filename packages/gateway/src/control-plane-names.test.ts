import { expect, test } from 'vitest'
import { controlPlaneNames } from './control-plane-names.ts'

test('has what the settings name, in canonical form', () => {
  const names = controlPlaneNames({
    host: 'Gateway.test.',
    hosts: ['OTHER.test'],
    publicUrl: 'https://Public.test:8443/base',
  })
  expect([...names]).toEqual(['localhost', 'gateway.test', 'other.test', 'public.test'])
  expect([...controlPlaneNames({ host: '127.0.0.1', hosts: [], publicUrl: undefined })]).toEqual([
    'localhost',
    '127.0.0.1',
  ])
})
