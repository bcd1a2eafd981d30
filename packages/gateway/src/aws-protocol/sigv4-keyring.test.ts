import { createHmac } from 'node:crypto'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { Keyring } from './sigv4-keyring.ts'
import { alice, visitor } from './sigv4-test-signing.ts'

const scope = { accessKeyId: 'AKIDALICE', date: '20261124', region: 'eu-west-1', service: 'apigateway' }

function signature(secret: string, { date, region, service }: typeof scope, text: string): string {
  let key: string | Buffer = `AWS4${secret}`
  for (const part of [date, region, service, 'aws4_request', text])
    key = createHmac('sha256', key).update(part).digest()
  return key.toString('hex')
}

test('verifies what the key of the scope signed, for the first time and from its cache', () => {
  const keyring = new Keyring([alice])
  const valid = signature(alice.secretAccessKey, scope, 'text')
  for (let time = 0; time < 3; time += 1) {
    expect(keyring.verifies(scope, undefined, 'text', valid)).toBe(true)
    expect(keyring.verifies(scope, undefined, 'other text', valid)).toBe(false)
    expect(keyring.verifies({ ...scope, region: 'eu-west-2' }, undefined, 'text', valid)).toBe(false)
    expect(keyring.verifies({ ...scope, accessKeyId: 'AKIDBOB' }, undefined, 'text', valid)).toBe(false)
  }
})

test('keeps working beyond the number of signing keys that it keeps', () => {
  const keyring = new Keyring([alice])
  for (let round = 0; round < 2; round += 1) {
    for (let number = 0; number < 600; number += 1) {
      const numbered = { ...scope, region: `mars-${number}` }
      expect(keyring.verifies(numbered, undefined, 'text', signature(alice.secretAccessKey, numbered, 'text'))).toBe(
        true,
      )
    }
  }
})

test('takes a token exactly where the key has one', () => {
  const keyring = new Keyring([alice, visitor])
  expect(keyring.acceptsToken('ASIAVISITOR', visitor.sessionToken)).toBe(true)
  expect(keyring.acceptsToken('ASIAVISITOR', undefined)).toBe(false)
  expect(keyring.acceptsToken('ASIAVISITOR', '')).toBe(false)
  expect(keyring.acceptsToken('AKIDALICE', undefined)).toBe(true)
  expect(keyring.acceptsToken('AKIDALICE', '')).toBe(false)
})

test('shows no secret, however it is printed', () => {
  const keyring = new Keyring([alice, visitor])
  keyring.verifies(scope, undefined, 'text', signature(alice.secretAccessKey, scope, 'text'))
  const printed = inspect(keyring, { depth: 10, showHidden: true }) + JSON.stringify(keyring)
  expect(printed).not.toContain(alice.secretAccessKey)
  expect(printed).not.toContain(visitor.sessionToken)
})
