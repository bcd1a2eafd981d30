import { describe, expect, test } from 'vitest'
import { alice, NOW, presigned, signed, visitor } from './aws-protocol/sigv4-test-signing.ts'
import type { SignedRequest } from './aws-protocol/sigv4-verification.ts'
import type { Credential } from './configuration/credentials.ts'
import type { Settings } from './configuration/settings.ts'
import { Sessions } from './identity/sessions.ts'
import { invokeAccess } from './invoke-access.ts'

/** Spec: websocket-api.md section 2.4. */

const handshake = { path: '/prod', headers: { host: 'a1b2c3d4e5.execute-api.localhost:4566' } }
const service = 'execute-api'

const sessions = new Sessions(() => new Date(NOW))

function identify(request: SignedRequest, credentials: readonly Credential[] = [alice, visitor], now = NOW) {
  const settings = { credentials, apiKeys: [], accountId: '111122223333', region: 'eu-west-1' } as unknown as Settings
  return invokeAccess(settings, sessions, () => new Date(now)).identifyCaller(request)
}

const ALICE = {
  accessKeyId: 'AKIDALICE',
  accountId: '111122223333',
  arn: 'arn:aws:iam::111122223333:user/alice',
  userId: expect.stringMatching(/^AIDA/) as string,
  isTemporary: false,
}
const ROOT = {
  accountId: '111122223333',
  arn: 'arn:aws:iam::111122223333:root',
  userId: '111122223333',
  isTemporary: false,
}
const session = {
  arn: 'arn:aws:sts::111122223333:assumed-role/app/s1',
  userId: 'AROA1:s1',
  accountId: '111122223333',
}

describe('with configured credentials', () => {
  test('a caller is who signed, by headers or by the query', async () => {
    expect(identify((await signed(handshake, { service })).request)).toEqual(ALICE)
    expect(identify((await presigned(handshake, { service })).request)).toEqual(ALICE)
    const query = { ...handshake, query: { room: '42' } }
    expect(identify((await presigned(query, { service })).request)).toEqual(ALICE)
    const root = await presigned(handshake, { service, credential: visitor })
    expect(identify(root.request)).toEqual({ ...ROOT, accessKeyId: 'ASIAVISITOR' })
  })

  test.each<[what: string, request: Promise<{ readonly request: SignedRequest }>, message: string]>([
    ['for another service', signed(handshake), "Credential should be scoped to correct service: 'execute-api'"],
    [
      'with another secret',
      signed(handshake, { service, credential: { ...alice, secretAccessKey: 'x'.repeat(20) } }),
      'does not match',
    ],
    [
      'with a stranger’s key',
      signed(handshake, { service, credential: { ...alice, accessKeyId: 'OTHER' } }),
      'security token',
    ],
    ['too long ago', presigned(handshake, { service, at: NOW - 1_000_000 }), 'expired'],
  ])('refused: signed %s', async (_what, request, message) => {
    const { request: given } = await request
    expect(() => identify(given)).toThrow(message)
  })

  test('refused: another stage than was signed', async () => {
    const { request } = await presigned(handshake, { service })
    expect(() => identify({ ...request, target: request.target.replace('/prod', '/dev') })).toThrow('does not match')
  })
})

test.each<[credentials: readonly Credential[]]>([[[alice]], [[]]])(
  'a role’s session is known by its token, by headers or by the query: %#',
  async (credentials) => {
    const credential: Credential = sessions.issue(session, 3600)
    const known = { ...session, accessKeyId: credential.accessKeyId, isTemporary: true }
    for (const sign of [signed, presigned]) {
      const { request } = await sign(handshake, { service, credential })
      expect(identify(request, credentials)).toEqual(known)
    }
  },
)

describe('without credentials', () => {
  test('who a signature claims to be is believed', async () => {
    const { request } = await signed(handshake, { service, credential: { ...alice, accessKeyId: 'test' } })
    expect(identify(request, [])).toEqual({ ...ROOT, accessKeyId: 'test' })
  })
})

test.each<[readonly Credential[]]>([[[]], [[alice]]])(
  'unsigned is refused, with credentials or without: %#',
  (credentials) => {
    const request = { method: 'GET', target: '/prod', headers: ['host', 'localhost'] }
    expect(() => identify(request, credentials)).toThrow('Missing Authentication Token')
  },
)
