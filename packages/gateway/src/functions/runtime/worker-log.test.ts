import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { expect, onTestFinished, test } from 'vitest'
import { call, eventually, scriptedFunction, testInvocation, testRuntime } from './test-functions.ts'
import type { FunctionLogLine } from './worker-log.ts'

function logged(...channels: string[]): FunctionLogLine[] {
  const lines: FunctionLogLine[] = []
  const listener = (message: unknown) => void lines.push(message as FunctionLogLine)
  for (const channel of channels) {
    subscribe(`postern:function:${channel}`, listener)
    onTestFinished(() => void unsubscribe(`postern:function:${channel}`, listener))
  }
  return lines
}

const PRINTS = `
// Not process.stdout, which writes later what does not fit into the pipe now.
const print = (text, fd = 1) => {
  for (let bytes = Buffer.from(text); bytes.length > 0; ) {
    try {
      bytes = bytes.subarray(require('fs').writeSync(fd, bytes))
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error
    }
  }
}
print('loaded\\n')
serve(async (event) => {
  print('out 1\\nout 2\\n'); print('err\\n', 2); print(event.text ?? 'last')
  print(Array.from({ length: event.lines ?? 0 }, (_, line) => 'line ' + line + '\\n').join(''))
  if (event.exit) process.exit(1)
  return 1
})`

test('what a function prints stands between START and END, in order, and REPORT follows', async () => {
  const lines = logged('log', 'platform')
  const target = scriptedFunction(PRINTS, { version: '3' })
  const runtime = testRuntime()
  const [first, second] = [testInvocation(), testInvocation()]
  await runtime.invoke(target, first)
  await runtime.invoke(target, second)
  const number = String.raw`\d+(\.\d\d)?`
  const report = `\tDuration: ${number} ms\tBilled Duration: ${number} ms\tMemory Size: 128 MB\tMax Memory Used: ${number} MB`
  const invocation = (id: string, init: string) => [
    `START RequestId: ${id} Version: 3`,
    'out 1',
    'out 2',
    'err',
    'last',
    `END RequestId: ${id}`,
    `REPORT RequestId: ${id}${report}${init}`,
  ]
  const expected = [
    String.raw`INIT_START Runtime Version: provided\.al2023 \(provided\.al2023\)`,
    'loaded',
    ...invocation(first.requestId, `\tInit Duration: ${number} ms`),
    ...invocation(second.requestId, ''),
  ]
  expect(lines.map(({ line }) => line)).toEqual(
    expected.map((line) => expect.stringMatching(new RegExp(`^${line}$`)) as string),
  )
  expect(new Set(lines.map(({ logStream }) => logStream)).size).toBe(1)
  expect(lines.map(({ requestId }) => requestId)).toEqual([
    undefined,
    undefined,
    ...Array.from({ length: 7 }, () => first.requestId),
    ...Array.from({ length: 7 }, () => second.requestId),
  ])
  expect(lines[0]).toMatchObject({ functionName: 'pets', version: '3' })
})

test.each([['a process that exits', { exit: true }, /Status: error\tError Type: Runtime\.ExitError$/]])(
  'REPORT says what became of %s',
  async (_, event, end) => {
    const lines = logged('platform')
    await testRuntime().invoke(scriptedFunction(PRINTS), testInvocation(event))
    expect(lines.at(-1)?.line).toMatch(end)
  },
)

test('a time-out is in the log', async () => {
  const lines = logged('platform')
  await testRuntime().invoke(
    scriptedFunction('setInterval(() => {}, 9999); serve(() => new Promise(() => {}))', { timeout: 1 }),
    testInvocation(),
  )
  const words = lines.map(({ line }) =>
    line
      .replace(/^.*Z [0-9a-f-]{36} /, '')
      .split(' ', 2)
      .join(' '),
  )
  expect(words).toEqual(['INIT_START Runtime', 'START RequestId:', 'Task timed', 'END RequestId:', 'REPORT RequestId:'])
  expect(lines.at(-1)?.line).toMatch(/Status: timeout$/)
})

test('the tail is the last 4 KB of the invocation’s log', async () => {
  const runtime = testRuntime()
  const target = scriptedFunction(PRINTS)
  const tailOf = async (event: unknown) => {
    const result = await runtime.invoke(target, testInvocation(event, { wantsLogTail: true }))
    return Buffer.from(result.kind === 'answered' ? (result.logTail ?? '') : '', 'base64').toString()
  }
  expect(await tailOf({ text: 'x\n' })).toMatch(
    /^loaded\nSTART RequestId: .*\nout 1\nout 2\nerr\nx\nEND RequestId: .*\nREPORT RequestId: .*\t\n$/,
  )
  const long = await tailOf({ lines: 1000 })
  expect(long.length).toBe(4096)
  expect(long).toMatch(/\nline 998\nline 999\nEND RequestId: .*\nREPORT RequestId: .*\t\n$/)
  const without = await runtime.invoke(target, testInvocation())
  expect(without).toMatchObject({ kind: 'answered', logTail: undefined })
})

test('a start that fails has a tail as well', async () => {
  const target = scriptedFunction(`console.log('no luck'); process.exit(1)`)
  const result = await testRuntime().invoke(target, testInvocation({}, { wantsLogTail: true }))
  const tail = result.kind === 'answered' ? Buffer.from(result.logTail ?? '', 'base64').toString() : ''
  expect(tail).toMatch(
    /^no luck\nSTART .*\nRequestId: \S+ Error: Runtime exited with error: exit status 1\nEND .*\nREPORT .*\tStatus: error\tError Type: Runtime\.ExitError\t\n$/,
  )
})

test('a flood is cut: long lines, and many lines; what is missing is said', async () => {
  const lines = logged('log')
  const runtime = testRuntime()
  const target = scriptedFunction(PRINTS)
  await call(runtime, target, { text: `${'y'.repeat(300_000)}\n` })
  const cut = lines.find(({ line }) => line.startsWith('y'))?.line
  expect([cut?.length, cut?.slice(262_144)]).toEqual([262_164, '… (37856 bytes more)'])
  await call(runtime, target, { lines: 20_000 })
  await eventually(() => lines.some(({ line }) => /^Postern left out \d+ lines \(\d+ bytes\)/.test(line)))
  expect(lines.length).toBeLessThan(10_000)
})
