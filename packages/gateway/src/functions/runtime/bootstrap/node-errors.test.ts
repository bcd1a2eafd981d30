import { describe, expect, test } from 'vitest'
import { startNode } from './worker-under-test.ts'

/** What AWS's Node client makes of errors: Errors.js, and index.mjs for those that nothing caught. */
type Document = { errorType: string; errorMessage: string; trace?: string[] }

describe('Errors of a handler', () => {
  test.each<[string, string, Document]>([
    [
      'an async error',
      `async () => { throw new TypeError('boom') }`,
      {
        errorType: 'TypeError',
        errorMessage: 'boom',
        trace: expect.arrayContaining(['TypeError: boom', expect.stringMatching(/^ {4}at .*index\.js:1:/)]) as string[],
      },
    ],
    ['a sync error', `() => { throw new Error('boom') }`, { errorType: 'Error', errorMessage: 'boom' }],
    [
      'a callback',
      `(e, c, callback) => callback(new RangeError('far'))`,
      { errorType: 'RangeError', errorMessage: 'far' },
    ],
    [
      'a callback with a text',
      `(e, c, callback) => callback('text')`,
      { errorType: 'string', errorMessage: 'text', trace: [] },
    ],
    [
      'context.fail',
      `(e, context) => context.fail(new Error('failed'))`,
      { errorType: 'Error', errorMessage: 'failed' },
    ],
    [
      'context.fail with a text',
      `(e, context) => context.fail('text')`,
      { errorType: 'string', errorMessage: 'text', trace: [] },
    ],
    [
      'context.fail with nothing',
      `(e, context) => context.fail()`,
      { errorType: 'string', errorMessage: 'handled', trace: [] },
    ],
    [
      'context.done',
      `(e, context) => context.done(new Error('failed'))`,
      { errorType: 'Error', errorMessage: 'failed' },
    ],
    ['a rejection with nothing', `() => Promise.reject()`, { errorType: 'string', errorMessage: 'handled', trace: [] }],
    ['a thrown number', `async () => { throw 42 }`, { errorType: 'number', errorMessage: '42', trace: [] }],
    [
      'a thrown object',
      `async () => { throw { a: 1 } }`,
      { errorType: 'object', errorMessage: '[object Object]', trace: [] },
    ],
    [
      'a thrown object without a text',
      `async () => { throw Object.create(null) }`,
      { errorType: 'object', errorMessage: '[object Object]', trace: [] },
    ],
    [
      'what looks like an error',
      `async () => { throw { name: 'Like', message: 'an error', stack: 'Like: an error\\n    at x' } }`,
      { errorType: 'Like', errorMessage: 'an error', trace: ['Like: an error', '    at x'] },
    ],
    [
      'a class of errors, with fields',
      `async () => { class Own extends Error { name = 'Own'; code = 7; detail = { a: 1 } }; throw new Own('mine') }`,
      { errorType: 'Own', errorMessage: 'mine' },
    ],
    [
      'an error of another realm',
      `async () => require('vm').runInNewContext('null.x')`,
      { errorType: 'TypeError', errorMessage: "Cannot read properties of null (reading 'x')" },
    ],
    [
      'an unreadable error',
      `async () => { const e = new Error(); Object.defineProperty(e, 'message', { get() { throw 1 } }); throw e }`,
      {
        errorType: 'handled',
        errorMessage:
          'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack',
      },
    ],
    [
      'a character that no header may have',
      `async () => { const e = new Error('a\\x7fb'); e.name = 'Na\\x7fme'; throw e }`,
      { errorType: 'Na%7Fme', errorMessage: 'a%7Fb' },
    ],
    [
      'an undefined name',
      `async () => nothing`,
      { errorType: 'ReferenceError', errorMessage: 'nothing is not defined' },
    ],
  ])('%s', async (_what, handler, expected) => {
    await using worker = await startNode({
      files: {
        'index.js': `let calls = 0; const handler = ${handler}
      exports.handler = (...values) => (calls++ ? values[1].succeed(calls) : handler(...values))`,
      },
    })
    const outcome = await worker.invoke({})
    expect(outcome.kind).toBe('error')
    expect(JSON.parse(outcome.body)).toMatchObject(expected)
    // The process lives on.
    expect(await worker.invoke({})).toMatchObject({ kind: 'response', body: '2' })
    expect(worker.stdout()).toMatch(/^\S+Z\trequest-\d+\tERROR\tInvoke Error \t\{"errorType":/)
  })

  test.each([
    ['undefined', 'undefined', 'undefined'],
    ['null', 'object', 'null'],
    ['"text"', 'string', 'text'],
  ])('nodejs24.x: throw %s', async (value, errorType, errorMessage) => {
    await using worker = await startNode({
      files: { 'index.js': `exports.handler = () => { throw ${value} }` },
      environment: { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
    })
    const outcome = await worker.invoke({})
    expect(outcome.kind).toBe('error')
    expect(JSON.parse(outcome.body)).toEqual({ errorType, errorMessage, trace: [] })
  })

  test('the type is in a header, bounded, without what a header may not have', async () => {
    const source = `exports.handler = async (name) => { const error = new Error('x'); error.name = name; throw error }`
    await using worker = await startNode({ files: { 'index.js': source } })
    const typeOf = async (name: string): Promise<unknown> => {
      const outcome = await worker.invoke(name)
      return outcome.kind === 'exit' ? outcome : outcome.headers['lambda-runtime-function-error-type']
    }
    expect(await typeOf('My.Error')).toBe('My.Error')
    expect(await typeOf('A\r\nX: 1€')).toBe('AX: 1')
    expect(await typeOf('x'.repeat(10_000))).toBe('x'.repeat(256))
  })

  test('an event that is not JSON', async () => {
    await using worker = await startNode({ files: { 'index.js': 'exports.handler = async () => 1' } })
    const outcome = await worker.invoke(undefined, { payload: '{"a":' })
    expect(outcome.kind).toBe('error')
    expect(JSON.parse(outcome.body)).toMatchObject({ errorType: 'SyntaxError' })
  })

  test('the log has the fields of an error and of its causes', async () => {
    const source = `exports.handler = async () => {
      const cause = Object.assign(new RangeError('inner'), { code: 'E_INNER' })
      throw Object.assign(new Error('outer\\nline', { cause }), { detail: { a: 1 }, inner: cause })
    }`
    await using worker = await startNode({ files: { 'index.js': source } })
    await worker.invoke({})
    await worker.api.askedForNext()
    await worker.api.close()
    await worker.exited
    const lines = worker.stdout().split('\n')
    expect(lines).toHaveLength(2)
    expect(JSON.parse(lines[0]?.split('\t').at(-1) ?? '')).toMatchObject({
      errorType: 'Error',
      errorMessage: 'outer\nline',
      detail: { a: 1 },
      inner: {
        errorType: 'RangeError',
        errorMessage: 'inner',
        code: 'E_INNER',
        stack: expect.arrayContaining(['RangeError: inner']) as unknown,
      },
      stack: expect.arrayContaining(['Error: outer', 'line']) as unknown,
    })
  })
})

describe('Errors that no invocation catches end the process', () => {
  test.each<[string, string, number, Document, string]>([
    [
      'an exception in a timer',
      `(e, c, callback) => { setTimeout(() => { throw new Error('late') }, 1) }`,
      129,
      { errorType: 'Error', errorMessage: 'late', trace: expect.arrayContaining(['Error: late']) as string[] },
      'Uncaught Exception',
    ],
    [
      'an exception after a callback that waits',
      `(e, c, callback) => { setTimeout(() => { throw new Error('late') }, 1); callback(null, 1) }`,
      129,
      { errorType: 'Error', errorMessage: 'late' },
      'Uncaught Exception',
    ],
    [
      'a rejection',
      `async () => { Promise.reject(new TypeError('lost')); await new Promise((r) => setTimeout(r, 60000)) }`,
      128,
      {
        errorType: 'Runtime.UnhandledPromiseRejection',
        errorMessage: 'TypeError: lost',
        trace: expect.arrayContaining(['Runtime.UnhandledPromiseRejection: TypeError: lost']) as string[],
      },
      'Unhandled Promise Rejection',
    ],
    [
      'a rejection with a value',
      `async () => { Promise.reject(Object.create(null)); await new Promise((r) => setTimeout(r, 60000)) }`,
      128,
      { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: '[object Object]' },
      'Unhandled Promise Rejection',
    ],
  ])('%s', async (_what, handler, code, expected, logged) => {
    await using worker = await startNode({ files: { 'index.js': `exports.handler = ${handler}` } })
    const outcome = await worker.invoke({})
    expect(outcome.kind).toBe('error')
    expect(JSON.parse(outcome.body)).toMatchObject(expected)
    expect(await worker.exited).toBe(code)
    expect(worker.stdout()).toContain(`\tERROR\t${logged} \t{"errorType":"${expected.errorType}"`)
  })

  test('the log of a rejection has its reason', async () => {
    const source = `exports.handler = async () => {
      Promise.reject(new TypeError('lost')); await new Promise((r) => setTimeout(r, 60000)) }`
    await using worker = await startNode({ files: { 'index.js': source } })
    await worker.invoke({})
    await worker.exited
    expect(JSON.parse(worker.stdout().split('\t').at(-1) ?? '')).toMatchObject({
      errorType: 'Runtime.UnhandledPromiseRejection',
      errorMessage: 'TypeError: lost',
      reason: { errorType: 'TypeError', errorMessage: 'lost' },
      promise: {},
    })
  })

  test.each([0, 7])('process.exit(%s) in a handler', async (code) => {
    const source = `exports.handler = async () => { console.log('leaving'); process.exit(${code}) }`
    await using worker = await startNode({ files: { 'index.js': source } })
    expect(await worker.invoke({})).toMatchObject({ kind: 'exit', code })
    expect(worker.stdout()).toContain('\tINFO\tleaving\n')
  })

  test('an answer is out before process.exit', async () => {
    const source = `exports.handler = (event, context) => { context.succeed('out'); process.exit(3) }`
    await using worker = await startNode({ files: { 'index.js': source } })
    expect(await worker.invoke({})).toMatchObject({ kind: 'response', body: '"out"' })
    expect(await worker.exited).toBe(3)
  })

  test('an exception between invocations is not reported to the Runtime API', async () => {
    const source = `exports.handler = async () => { setTimeout(() => { throw new Error('between') }, 5) }`
    await using worker = await startNode({ files: { 'index.js': source } })
    expect(await worker.invoke({})).toMatchObject({ kind: 'response', body: 'null' })
    expect(await worker.exited).toBe(129)
    expect(worker.stdout()).toContain('"errorMessage":"between"')
    expect(worker.api.calls.filter((call) => call.startsWith('POST'))).toHaveLength(1)
  })

  test('the connection ends while a handler works', async () => {
    const source = `exports.handler = async () => { console.log('working'); await new Promise((r) => setTimeout(r, 60000)) }`
    await using worker = await startNode({ files: { 'index.js': source } })
    const outcome = worker.invoke({})
    await new Promise((resolve) => worker.child.stdout?.once('data', resolve))
    await worker.api.close()
    expect(await outcome).toMatchObject({ kind: 'exit', code: 0 })
  })
})
