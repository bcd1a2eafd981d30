import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type AccessLogFailure, AccessLogFiles } from './access-log-files.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'postern-access-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const group = (name: string) => `arn:aws:logs:eu-west-1:111122223333:log-group:${name}`
const contentOf = (...path: string[]) => readFileSync(join(directory, ...path), 'utf8')

test.each([
  [group('/aws/apigateway/chat'), 'aws/apigateway/chat.log'],
  [group('/aws/apigateway/chat:*'), 'aws/apigateway/chat.log'],
  [group('plain'), 'plain.log'],
  [group('../../../etc/passwd'), '_/_/_/etc/passwd.log'],
  [group('a\\b:c'), 'a_b_c.log'],
  [group('/'), '_.log'],
  [
    'arn:aws:firehose:eu-west-1:111122223333:deliverystream/amazon-apigateway-x',
    'deliverystream/amazon-apigateway-x.log',
  ],
])('%s is %s', async (arn, file) => {
  const files = new AccessLogFiles(directory)
  files.write(arn, 'one')
  files.write(arn, 'two')
  await files.close()
  expect(contentOf(file)).toBe('one\ntwo\n')
  expect(readdirSync(join(directory, '..'))).not.toContain('etc')
})

test('appends to what is there', async () => {
  writeFileSync(join(directory, 'g.log'), 'before\n')
  for (const line of ['one', 'two']) {
    const files = new AccessLogFiles(directory)
    files.write(group('g'), line)
    await files.close()
  }
  expect(contentOf('g.log')).toBe('before\none\ntwo\n')
})

test('more log groups than files that may be open', async () => {
  const files = new AccessLogFiles(directory)
  const rounds = Array.from({ length: 20 }, (_, round) => `${round}`)
  for (const round of rounds) for (let n = 0; n < 100; n++) files.write(group(`g${n}`), round)
  await files.close()
  // A file that is opened once more waits until its lines before are written: none overtakes another.
  for (let n = 0; n < 100; n++) expect(contentOf(`g${n}.log`)).toBe(`${rounds.join('\n')}\n`)
})

test('a file that cannot be written is told of, and the others go on', async () => {
  const told: AccessLogFailure[] = []
  const listen = (message: unknown) => void told.push(message as AccessLogFailure)
  subscribe('postern:access-log:failure', listen)
  writeFileSync(join(directory, 'taken'), '')
  const files = new AccessLogFiles(directory)
  files.write(group('taken/below'), 'lost')
  files.write(group('fine'), 'kept')
  await files.close()
  unsubscribe('postern:access-log:failure', listen)
  expect(told.map(({ file }) => file)).toEqual([join(directory, 'taken/below.log')])
  expect(contentOf('fine.log')).toBe('kept\n')
})
