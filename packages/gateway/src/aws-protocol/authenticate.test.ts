import { describe, expect, test } from 'vitest'
import { beginAuthentication } from './authenticate.ts'
import { Keyring } from './sigv4-keyring.ts'
import { alice, NOW, signed, visitor } from './sigv4-test-signing.ts'

const options = { services: ['apigateway'], now: NOW }

describe('without keys', () => {
  const open = new Keyring([])
  test('anybody may call, and is taken for what it claims', async () => {
    const { request, body } = await signed({}, { credential: { accessKeyId: 'test', secretAccessKey: 'test' } })
    expect(beginAuthentication(request, open, options)(body)).toEqual({
      verified: false,
      accessKeyId: 'test',
      region: 'eu-west-1',
      user: undefined,
    })
  })
  test('unsigned, too', () => {
    const request = { method: 'GET', target: '/v2/apis', headers: ['host', 'localhost'] }
    expect(beginAuthentication(request, open, options)(Buffer.of())).toEqual({
      verified: false,
      accessKeyId: undefined,
      region: undefined,
      user: undefined,
    })
  })
})

describe('with keys', () => {
  const keyring = new Keyring([alice, visitor])
  test('a caller is who signed', async () => {
    const { request, body } = await signed({})
    expect(beginAuthentication(request, keyring, options)(body)).toEqual({
      verified: true,
      accessKeyId: 'AKIDALICE',
      region: 'eu-west-1',
      user: 'alice',
    })
  })
  test('a key of the account has no user', async () => {
    const { request, body } = await signed({}, { credential: visitor })
    expect(beginAuthentication(request, keyring, options)(body).user).toBeUndefined()
  })
  test('strangers are refused before their body is read', async () => {
    const { request } = await signed({ body: 'x' }, { credential: { accessKeyId: 'test', secretAccessKey: 'test' } })
    expect(() => beginAuthentication(request, keyring, options)).toThrow('The security token included')
    const unsigned = { method: 'GET', target: '/v2/apis', headers: ['host', 'localhost'] }
    expect(() => beginAuthentication(unsigned, keyring, options)).toThrow('Missing Authentication Token')
  })
})
