import { describe, expect, test } from 'vitest'
import { startNode } from './worker-under-test.ts'

/** What AWS's Node client makes of results: Runtime.js and CallbackContext.js, and since nodejs24.x runtime/. */
const runtime = (version: number): Record<string, string> => ({ AWS_EXECUTION_ENV: `AWS_Lambda_nodejs${version}.x` })
const circular = 'const o = {}; o.o = o'

describe('What a handler answers', () => {
  test.each<[string, string, string]>([
    ['an async result', 'async () => ({ a: [1, null] })', '{"a":[1,null]}'],
    ['the event', 'async (event) => event', '{"in":"ü"}'],
    ['a promise', '() => new Promise((resolve) => setTimeout(resolve, 1, "late"))', '"late"'],
    ['a thenable', '() => ({ then: (resolve) => resolve("then") })', '"then"'],
    ['async undefined', 'async () => {}', 'null'],
    ['an async function as a result', 'async () => () => {}', 'null'],
    ['what JSON leaves out', 'async () => ({ a: undefined, b: () => {}, c: NaN })', '{"c":null}'],
    ['toJSON', 'async () => ({ at: new Date(0) })', '{"at":"1970-01-01T00:00:00.000Z"}'],
    ['an empty text', 'async () => ""', '""'],
    ['false', 'async () => false', 'false'],
    ['a callback', '(e, c, callback) => callback(null, { a: 1 })', '{"a":1}'],
    ['a callback with undefined', '(e, c, callback) => callback()', 'null'],
    ['a late callback', '(e, c, callback) => { setTimeout(callback, 1, null, "late") }', '"late"'],
    ['a sync result, which is ignored', '() => "ignored"', 'null'],
    ['a sync result before a callback', '(e, c, cb) => { setTimeout(cb, 1, null, "called"); return 1 }', '"called"'],
    ['no callback', '(e, c, callback) => { setTimeout(() => {}, 1) }', 'null'],
    ['a promise that never settles', '() => new Promise(() => {})', 'null'],
    ['context.succeed', '(e, context) => context.succeed("done")', '"done"'],
    ['context.done', '(e, context) => context.done(null, "done")', '"done"'],
    ['the first of several', '(e, context, cb) => { context.succeed(1); context.fail("x"); cb(null, 2) }', '1'],
    [
      'the callback, not the promise',
      'async (e, c, callback) => { callback(null, "callback"); return 1 }',
      '"callback"',
    ],
    ['undefined thrown, which is no error', '() => { throw undefined }', 'null'],
  ])('%s', async (_what, handler, body) => {
    await using worker = await startNode({ files: { 'index.js': `exports.handler = ${handler}` } })
    expect(await worker.invoke({ in: 'ü' })).toMatchObject({ kind: 'response', body })
    // The next one is as good as the first.
    expect(await worker.invoke({ in: 'ü' })).toMatchObject({ kind: 'response', body })
    expect(worker.stderr()).toBe('')
  })

  test.each<[string, string, string]>([
    ['an async result', 'async (event) => event', '{"in":"ü"}'],
    ['a sync result', '(event) => event', '{"in":"ü"}'],
    ['a promise', '() => Promise.resolve(1)', '1'],
    ['nothing', '() => {}', 'null'],
    [
      'a context without callbacks',
      '(e, c) => ["done", "fail", "succeed"].map((name) => name in c)',
      '[false,false,false]',
    ],
    ['no third argument', '(...values) => values.length', '2'],
  ])('%s in nodejs24.x', async (_what, handler, body) => {
    await using worker = await startNode({
      files: { 'index.js': `exports.handler = ${handler}` },
      environment: runtime(24),
    })
    expect(await worker.invoke({ in: 'ü' })).toMatchObject({ kind: 'response', body })
    expect(await worker.invoke({ in: 'ü' })).toMatchObject({ kind: 'response', body })
  })

  test('nodejs22.x has callbacks', async () => {
    await using worker = await startNode({
      files: { 'index.js': 'exports.handler = (event, context, callback) => callback(null, event)' },
      environment: runtime(22),
    })
    expect(await worker.invoke([])).toMatchObject({ kind: 'response', body: '[]' })
  })
})

describe('The event loop', () => {
  const files = (wait: boolean): Record<string, string> => ({
    'index.js': `let ticks = 0
      exports.handler = (event, context, callback) => {
        context.callbackWaitsForEmptyEventLoop = ${wait}
        const work = setInterval(() => { if (++ticks % 3 === 0) clearInterval(work) }, 1)
        callback(null, { get ticks() { return ticks } })
      }`,
  })

  test('a callback waits until it is empty', async () => {
    await using worker = await startNode({ files: files(true) })
    expect(await worker.invoke({})).toMatchObject({ body: '{"ticks":3}' })
    expect(await worker.invoke({})).toMatchObject({ body: '{"ticks":6}' })
  })

  test('a callback does not wait where callbackWaitsForEmptyEventLoop is false', async () => {
    await using worker = await startNode({ files: files(false) })
    expect(await worker.invoke({})).toMatchObject({ body: '{"ticks":0}' })
  })

  test.each([
    ['a promise', 'async () => "now"'],
    ['context.succeed', '(event, context) => context.succeed("now")'],
    ['an error', '(event, context, callback) => callback("now")'],
  ])('%s does not wait', async (_what, handler) => {
    const source = `const handler = ${handler}
      exports.handler = (...values) => { setTimeout(() => {}, 60000); return handler(...values) }`
    await using worker = await startNode({ files: { 'index.js': source } })
    expect((await worker.invoke({})).body).toContain('now')
    expect((await worker.invoke({})).body).toContain('now')
  })

  test('work that an invocation left goes on while the worker waits', async () => {
    const source = `let done = false
      exports.handler = async () => { const was = done; setImmediate(() => { done = true }); return was }`
    await using worker = await startNode({ files: { 'index.js': source } })
    expect(await worker.invoke({})).toMatchObject({ body: 'false' })
    await worker.api.askedForNext()
    expect(await worker.invoke({})).toMatchObject({ body: 'true' })
  })

  test('a callback that comes after its answer says so', async () => {
    const source = `let late
      exports.handler = (event, context, callback) => {
        if (event.use) { late(null, 1); callback(null, 'second') } else late = callback
      }`
    await using worker = await startNode({ files: { 'index.js': source } })
    expect(await worker.invoke({})).toMatchObject({ body: 'null' })
    expect(await worker.invoke({ use: true })).toMatchObject({ body: '"second"' })
  })

  test.each([22, 24])('an async handler that never settles, in nodejs%s.x', async (version) => {
    await using worker = await startNode({
      files: { 'index.js': 'exports.handler = async (wait) => wait && new Promise(() => {})' },
      environment: runtime(version),
    })
    const outcome = await worker.invoke(true)
    expect(outcome.kind).toBe('error')
    expect(JSON.parse(outcome.body)).toMatchObject({
      errorType: 'Runtime.NodeJsExit',
      errorMessage: expect.stringMatching(
        /^The Lambda runtime client detected an unexpected Node\.js exit code/,
      ) as unknown,
    })
    expect(await worker.invoke(false)).toMatchObject({ kind: 'response', body: 'false' })
  })
})

describe('Results that are not JSON', () => {
  test.each<[string, string, number, string]>([
    ['a promise of a circle', `async () => { ${circular}; return o }`, 22, 'Error'],
    ['a big integer', 'async () => 1n', 22, 'Error'],
    ['context.succeed', `(e, c) => { ${circular}; c.succeed(o) }`, 22, 'Error'],
    ['a callback at once', `(e, c, cb) => { c.callbackWaitsForEmptyEventLoop = false; cb(null, 1n) }`, 22, 'Error'],
    ['a circle in nodejs24.x', `async () => { ${circular}; return o }`, 24, 'Runtime.JSONStringifyError'],
    ['a sync big integer in nodejs24.x', '() => 1n', 24, 'Runtime.JSONStringifyError'],
  ])('%s', async (_what, handler, version, errorType) => {
    await using worker = await startNode({
      files: { 'index.js': `exports.handler = ${handler}` },
      environment: runtime(version),
    })
    const outcome = await worker.invoke({})
    expect(outcome.kind).toBe('error')
    expect(JSON.parse(outcome.body)).toMatchObject({ errorType, errorMessage: 'Unable to stringify response body' })
    expect((await worker.invoke({})).kind).toBe('error')
  })

  test('a callback that waited ends the process, as an uncaught exception', async () => {
    await using worker = await startNode({ files: { 'index.js': 'exports.handler = (e, c, cb) => cb(null, 1n)' } })
    expect((await worker.invoke({})).body).toContain('"errorMessage":"Unable to stringify response body"')
    expect(await worker.exited).toBe(129)
  })
})
