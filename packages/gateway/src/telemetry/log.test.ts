import { channel } from 'node:diagnostics_channel'
import { afterEach, describe, expect, test } from 'vitest'
import type { ErrorFields } from './error-fields.ts'
import { Log, type LogEntry, type LogLevel } from './log.ts'

const opened: Log[] = []
afterEach(async () => {
  for (const log of opened.splice(0)) await log.close()
})

function logTo(level: LogLevel, human = false): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = []
  const log = new Log({ level, human, destination: { write: (line) => void lines.push(line) } })
  opened.push(log)
  return { log, lines }
}

/** What stands on the lines once the log has written them. */
async function linesOf(level: LogLevel, entries: readonly LogEntry[], human = false): Promise<string[]> {
  const { log, lines } = logTo(level, human)
  for (const entry of entries) log.write(entry)
  await log.close()
  return lines
}

describe('levels', () => {
  const all = (['error', 'warn', 'info', 'debug', 'trace'] as const).map((level) => ({ level, text: level }))
  test.each<[LogLevel, number]>([
    ['silent', 0],
    ['error', 1],
    ['warn', 2],
    ['info', 3],
    ['debug', 4],
    ['trace', 5],
  ])('%s', async (level, count) => {
    const lines = await linesOf(level, all)
    expect(lines.map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(
      all.slice(0, count).map((entry) => entry.text),
    )
  })
})

test('a JSON line per entry, in order, those from before pino was loaded included', async () => {
  const { log, lines } = logTo('info')
  log.write({ level: 'info', text: 'one', fields: { port: 4566 } })
  await log.close()
  log.write({ level: 'warn', text: 'two', fields: { gone: undefined } })
  const entries = lines.map((line) => JSON.parse(line) as { readonly time: string })
  expect(entries).toEqual([
    { level: 'info', time: entries[0]?.time, port: 4566, message: 'one' },
    { level: 'warn', time: entries[1]?.time, message: 'two' },
  ])
  for (const { time } of entries) expect(new Date(time).toISOString()).toBe(time)
})

test('of an error: name, message, code, stack and causes, and nothing that hangs on it', async () => {
  const cause = Object.assign(new TypeError('inner'), { code: 'ECONNREFUSED' })
  const error = Object.assign(new Error('outer', { cause }), { headers: ['authorization', 'Bearer s3cr3t'] })
  const [line = ''] = await linesOf('error', [{ level: 'error', text: 'failed', error }])
  expect(line).not.toContain('s3cr3t')
  const { error: shown } = JSON.parse(line) as { readonly error: ErrorFields }
  expect(shown).toMatchObject({
    name: 'Error',
    message: 'outer',
    cause: { name: 'TypeError', message: 'inner', code: 'ECONNREFUSED' },
  })
  expect(shown.stack).toContain('log.test.ts')
})

test('what was thrown need not be an error, and is cut where it is long', async () => {
  const [line = ''] = await linesOf('error', [{ level: 'error', text: 'failed', error: 'x'.repeat(10_000) }])
  expect(JSON.parse(line)).toMatchObject({ error: { name: 'string', message: `${'x'.repeat(4096)}…` } })
})

test('a chain of causes that never ends does', async () => {
  const error = new Error('round')
  error.cause = error
  const [line = ''] = await linesOf('error', [{ level: 'error', text: 'failed', error }])
  expect(line.match(/"name":"Error"/g)).toHaveLength(4)
})

test('fields that name secrets are blotted out', async () => {
  const fields = { secretAccessKey: 's3cr3t', authorization: 's3cr3t', token: 's3cr3t', path: '/pets' }
  const [line = ''] = await linesOf('info', [{ level: 'info', text: 'call', fields }])
  expect(line).not.toContain('s3cr3t')
  expect(JSON.parse(line)).toMatchObject({ token: '[redacted]', path: '/pets' })
})

test('a line for people', async () => {
  const error = new Error('bad\x1b[2J\nthing')
  error.stack = 'Error: bad\x1b[2J\n    at here'
  const fields = { path: '/pets/7', reason: 'no such host\r\n\x9b31m', port: 1 }
  const lines = await linesOf('warn', [{ level: 'warn', text: 'A call failed', fields, error }], true)
  expect(lines.join('').replace(/^\d\d:\d\d:\d\d /, '')).toBe(
    'WARN  A call failed path=/pets/7 reason="no such host\\r\\n\\u009b31m" port=1\n' +
      '    Error: bad\\u001b[2J\n    at here\n',
  )
})

describe('channels', () => {
  const describeMessage = (message: { readonly id: number }): LogEntry => ({
    level: message.id > 1 ? 'warn' : 'debug',
    text: 'told',
    fields: { id: message.id },
  })

  test('are logged while the log is open', async () => {
    const { log, lines } = logTo('warn')
    log.follow('postern:test:one', 'warn', describeMessage)
    channel('postern:test:one').publish({ id: 1 })
    channel('postern:test:one').publish({ id: 2 })
    await log.close()
    channel('postern:test:one').publish({ id: 3 })
    expect(lines.map((line) => (JSON.parse(line) as { id: number }).id)).toEqual([2])
    expect(channel('postern:test:one').hasSubscribers).toBe(false)
  })

  test('cost nothing where the level shows none of it', () => {
    const { log } = logTo('error')
    log.follow('postern:test:two', 'warn', describeMessage)
    expect(channel('postern:test:two').hasSubscribers).toBe(false)
  })
})
