import { expect, test } from 'vitest'
import { findProgram, testWith } from '../../../../../test/support/find-program.ts'
import { answerOf, call, scriptedFunction, testFunction, testInvocation, testRuntime } from './test-functions.ts'

/** Tries calls that must be refused, in the middle of an invocation, and answers what came back. */
const TRIES = `
const tell = async (promise) => { const r = await promise; return [r.status, (await r.json()).errorType] }
serve(async (event, { id }) => ({
  unknownId: await tell(post('invocation/6ba7b810-9dad-11d1-80b4-00c04fd430c8/response', '{}')),
  unknownIdError: await tell(post('invocation/x/error', '{}')),
  nextWhileBusy: await tell(fetch(base + 'invocation/next')),
  initErrorTooLate: await tell(post('init/error', '{}')),
  unknownPath: await tell(post('invocation/' + id + '/other', '{}')),
  otherVersion: await tell(fetch('http://' + process.env.AWS_LAMBDA_RUNTIME_API + '/2020-01-01/extension/register')),
  method: await tell(fetch(base + 'invocation/' + id + '/response')),
}))`

test('calls that make no sense are refused, and do no harm', async () => {
  expect(await call(testRuntime(), scriptedFunction(TRIES))).toEqual({
    unknownId: [400, 'InvalidRequestID'],
    unknownIdError: [400, 'InvalidRequestID'],
    nextWhileBusy: [403, 'InvalidStateTransition'],
    initErrorTooLate: [403, 'InvalidStateTransition'],
    unknownPath: [404, 'NotFound'],
    otherVersion: [404, 'NotFound'],
    method: [405, 'MethodNotAllowed'],
  })
})

test('an answer is accepted once, and with a status', async () => {
  const runtime = testRuntime()
  const target = scriptedFunction(`
    let last
    const main = async () => {
      for (;;) {
        const { id } = await next()
        const path = 'invocation/' + id + '/response'
        const body = JSON.stringify(last ?? null)
        const first = await post(path, body)
        const second = await post(path, body)
        last = [first.status, await first.json(), second.status]
      }
    }
    main()`)
  await call(runtime, target)
  expect(await call(runtime, target)).toEqual([202, { status: 'OK' }, 400])
})

test('a second answer, while the first is still arriving, is refused unread', async () => {
  const target = scriptedFunction(`
    let last
    const main = async () => {
      for (;;) {
        const { id } = await next()
        const path = 'invocation/' + id + '/response'
        const rest = JSON.stringify(last ?? null) + ']'
        const socket = require('net').connect(new URL(base).port, '127.0.0.1')
        const answered = () => new Promise((resolve) => socket.once('data', resolve))
        const head = 'POST ' + new URL(base + path).pathname + ' HTTP/1.1\\r\\nHost: x\\r\\nExpect: 100-continue\\r\\n'
        socket.write(head + 'Content-Length: ' + (rest.length + 1) + '\\r\\n\\r\\n[')
        // "100 Continue" says that the server is reading it. Written is not enough: the server may well read from the
        // connection that \`next\` left open before it accepts this one.
        await answered()
        const second = await post(path, '"other"')
        last = [second.status, (await second.json()).errorType]
        socket.write(rest)
        await answered()
        socket.destroy()
      }
    }
    main()`)
  const runtime = testRuntime()
  expect(await call(runtime, target)).toEqual([null])
  expect(await call(runtime, target)).toEqual([[403, 'InvalidStateTransition']])
})

test('a streamed response is refused, and the function is told', async () => {
  const runtime = testRuntime()
  const target = scriptedFunction(`
    let last
    const main = async () => {
      for (;;) {
        const { id, text } = await next()
        const headers = JSON.parse(text).stream ? { 'Lambda-Runtime-Function-Response-Mode': 'streaming' } : {}
        last = (await post('invocation/' + id + '/response', String(last), headers)).status
      }
    }
    main()`)
  const { failed, value } = answerOf(await runtime.invoke(target, testInvocation({ stream: true })))
  expect({ failed, value }).toMatchObject({ failed: true, value: { errorType: 'Runtime.StreamingNotSupported' } })
  expect(await call(runtime, target)).toBe(400)
})

/** A bootstrap on a bare socket: each answer is written together with the question for the next event. */
const pipelined = (ask: string, then: string) => `
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':')
const socket = require('net').connect(Number(port), host)
const NEXT = 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'
socket.write(NEXT)
let seen = ''
let statuses = []
socket.on('data', (data) => {
  seen += data
  for (;;) {
    const parts = /^HTTP\\/1.1 (\\d+)[^]*?\\r\\n\\r\\n/.exec(seen)
    const length = Number(/content-length: (\\d+)/i.exec(parts?.[0])?.[1])
    if (parts === null || seen.length < parts[0].length + length) return
    const body = seen.slice(parts[0].length, parts[0].length + length)
    seen = seen.slice(parts[0].length + length)
    statuses.push(Number(parts[1]))
    if (parts[1] !== '200') continue
    const id = /request-id: (\\S+)/i.exec(parts[0])[1]
    const answer = JSON.stringify([JSON.parse(body), statuses])
    statuses = []
    socket.write('POST /2018-06-01/runtime/invocation/' + id + '/response HTTP/1.1\\r\\nHost: x\\r\\n${ask}Content-Length: '
      + answer.length + '\\r\\n\\r\\n' + answer${then})
  }
})
socket.on('close', () => process.exit())`

test.each([
  ['pipelined', pipelined('', ' + NEXT'), [202, 200]],
  ['in the same exchange', pipelined('Postern-Then: next\\r\\n', ''), [200]],
])('an answer and the question for the next event: %s', async (_, script, statuses) => {
  const runtime = testRuntime({ processes: 1 })
  const target = scriptedFunction(script)
  expect(await call(runtime, target, 0)).toEqual([0, [200]])
  expect(await call(runtime, target, 1)).toEqual([1, statuses])
  const events = Array.from({ length: 200 }, (_, at) => at)
  const answers = await Promise.all(events.map((event) => call(runtime, target, event)))
  expect(answers).toEqual(events.map((event) => [event, statuses]))
})

const SHELL = `#!/bin/sh
set -eu
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while :; do
  curl -sS -D "$TMPDIR/head" -o "$TMPDIR/event" "$api/next"
  id=$(grep -i '^lambda-runtime-aws-request-id:' "$TMPDIR/head" | tr -d '[:space:]' | cut -d: -f2)
  curl -sS -o "$TMPDIR/answer" "$@" --data-binary "@$TMPDIR/event" "$api/$id/response"
done
`

testWith('curl', findProgram('curl') !== undefined).each([
  ['plainly', ''],
  ['after 100-continue', "set -- -H 'Expect: 100-continue'"],
  ['in chunks', "set -- -H 'Transfer-Encoding: chunked'"],
])('a shell bootstrap answers with curl: %s', async (_, options) => {
  const runtime = testRuntime()
  const target = testFunction({ bootstrap: SHELL.replace('set -eu', `set -eu\n${options}`) })
  expect(await call(runtime, target, { small: 1 })).toEqual({ small: 1 })
  const large = 'x'.repeat(3_000_000)
  expect(await call(runtime, target, large)).toBe(large)
})
