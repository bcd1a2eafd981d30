import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { Sessions } from './sessions.ts'

const principal = { arn: 'arn:aws:sts::1:assumed-role/r/s', userId: 'AROAX:s', accountId: '1' }
const clock = () => new Date(1_000_000)

test('a session is known again by its key and token', () => {
  const sessions = new Sessions(clock)
  const issued = sessions.issue(principal, 900)
  expect(issued.accessKeyId).toMatch(/^ASIA[A-Z2-7]{16}$/)
  expect(issued.secretAccessKey).toMatch(/^[A-Za-z0-9+/]{40}$/)
  expect(issued.expires).toBe(1_900_000)
  expect(sessions.open(issued.accessKeyId, issued.sessionToken)).toEqual({
    secretAccessKey: issued.secretAccessKey,
    owner: { principal, expires: 1_900_000 },
  })
})

test('each session has its own secret', () => {
  const sessions = new Sessions(clock)
  const secrets = Array.from({ length: 100 }, () => sessions.issue(principal, 900).secretAccessKey)
  expect(new Set(secrets).size).toBe(100)
})

test('no other token is taken', () => {
  const sessions = new Sessions(clock)
  const { accessKeyId, sessionToken } = sessions.issue(principal, 900)
  const other = sessions.issue(principal, 900)
  const bytes = Buffer.from(sessionToken, 'base64')
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.copyBytesFrom(bytes)
    changed.writeUInt8(changed.readUInt8(index) ^ 1, index)
    expect(sessions.open(accessKeyId, changed.toString('base64'))).toBeUndefined()
  }
  const tokens = ['', 'x', other.sessionToken, `${sessionToken} `, `${sessionToken}=`, 'A'.repeat(5000)]
  for (const token of tokens) expect(sessions.open(accessKeyId, token)).toBeUndefined()
  expect(sessions.open(other.accessKeyId, sessionToken)).toBeUndefined()
  expect(new Sessions(clock).open(accessKeyId, sessionToken)).toBeUndefined()
})

test('shows no key, however it is printed', () => {
  const sessions = new Sessions(clock)
  const { secretAccessKey } = sessions.issue(principal, 900)
  const printed = inspect(sessions, { depth: 10, showHidden: true }) + JSON.stringify(sessions)
  expect(printed).not.toContain(secretAccessKey)
  expect(printed).not.toContain('sealingKey')
})
