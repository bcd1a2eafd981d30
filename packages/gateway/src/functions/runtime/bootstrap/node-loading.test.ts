import { describe, expect, test } from 'vitest'
import { startNode } from './worker-under-test.ts'

/** What AWS's loader does: UserFunction.js (nodejs22.x and older) and function/ (nodejs24.x) of its Node client. */
const module = '{"type":"module"}'
const answer = (what: string): string => `async () => '${what}'`

describe('Where a handler is found', () => {
  test.each<[string, string, Record<string, string>]>([
    ['index.handler', 'CommonJS', { 'index.js': `exports.handler = ${answer('found')}` }],
    ['index.handler', 'module.exports', { 'index.js': `module.exports = { handler: ${answer('found')} }` }],
    ['index.handler', 'an ES module', { 'index.mjs': `export const handler = ${answer('found')}` }],
    ['index.handler', '.cjs', { 'index.cjs': `exports.handler = ${answer('found')}` }],
    [
      'index.handler',
      'a package of modules',
      { 'package.json': module, 'index.js': `export const handler = ${answer('found')}` },
    ],
    [
      'index.handler',
      '.cjs in a package of modules',
      { 'package.json': module, 'index.cjs': `exports.handler = ${answer('found')}` },
    ],
    ['index.handler', 'module syntax in .js', { 'index.js': `export const handler = ${answer('found')}` }],
    [
      'index.handler',
      'top-level await',
      { 'index.mjs': `const text = await Promise.resolve('found'); export const handler = async () => text` },
    ],
    [
      'index.handler',
      'top-level await in .js',
      {
        'package.json': module,
        'index.js': `const text = await Promise.resolve('found'); export const handler = async () => text`,
      },
    ],
    ['index.default', 'a default export', { 'index.mjs': `export default ${answer('found')}` }],
    ['index.a.b.c', 'nested objects', { 'index.js': `exports.a = { b: { c: ${answer('found')} } }` }],
    ['src/deep/app.run', 'a folder', { 'src/deep/app.js': `exports.run = ${answer('found')}` }],
    ['src/app.run', 'a module in a folder', { 'src/app.mjs': `export const run = ${answer('found')}` }],
    ['src.handler', 'a directory', { 'src/index.js': `exports.handler = ${answer('found')}` }],
    [
      'src.handler',
      'a directory with a manifest',
      { 'src/package.json': '{"main":"main.js"}', 'src/main.js': `exports.handler = ${answer('found')}` },
    ],
    ['app.handler', 'a file without extension', { app: `exports.handler = ${answer('found')}` }],
    ['pkg.handler', 'node_modules', { 'node_modules/pkg/index.js': `exports.handler = ${answer('found')}` }],
    [
      'index.handler',
      '.js before .mjs and .cjs',
      {
        'index.js': `exports.handler = ${answer('found')}`,
        'index.mjs': `export const handler = ${answer('mjs')}`,
        'index.cjs': `exports.handler = ${answer('cjs')}`,
      },
    ],
    [
      'index.handler',
      '.mjs before .cjs',
      { 'index.mjs': `export const handler = ${answer('found')}`, 'index.cjs': `exports.handler = ${answer('cjs')}` },
    ],
    [
      'index.handler',
      'the file before the directory',
      { 'index.js': `exports.handler = ${answer('found')}`, 'index/index.js': `exports.handler = ${answer('dir')}` },
    ],
    [
      'index.handler',
      'what it imports',
      {
        'index.mjs': `import { text } from './lib/text.mjs'; import cjs from './lib/cjs.cjs'
          export const handler = async () => text + cjs.text`,
        'lib/text.mjs': `export const text = 'fou'`,
        'lib/cjs.cjs': `exports.text = 'nd'`,
      },
    ],
    [
      'index.handler',
      'a package it requires',
      {
        'index.js': `const text = require('text'); exports.handler = async () => text`,
        'node_modules/text/index.js': `module.exports = 'found'`,
      },
    ],
    [
      'a b#c%20?.handler',
      'a name that a URL must escape',
      { 'a b#c%20?.mjs': `await null; export const handler = ${answer('found')}` },
    ],
    [
      'index.handler',
      'that it is not the main program',
      { 'index.js': `exports.handler = async () => (require.main === module ? 'main' : 'found')` },
    ],
  ])('%s: %s', async (handler, _what, files) => {
    await using worker = await startNode({ files, handler })
    expect(await worker.invoke({})).toMatchObject({ kind: 'response', body: '"found"' })
    expect(worker.stderr()).toBe('')
  })

  test('modules are found on NODE_PATH', async () => {
    await using worker = await startNode({
      files: {
        'index.js': `exports.handler = async () => require('layered')`,
        'opt/layered/index.js': 'module.exports = process.cwd()',
      },
      environment: { NODE_PATH: 'opt' },
    })
    expect(await worker.invoke({})).toMatchObject({ kind: 'response', body: JSON.stringify(worker.directory) })
  })

  test('nodejs24.x finds a handler in the default export', async () => {
    await using worker = await startNode({
      files: { 'index.mjs': `export default { handler: ${answer('found')} }` },
      environment: { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
    })
    expect(await worker.invoke({})).toMatchObject({ kind: 'response', body: '"found"' })
  })
})

describe('A function that cannot be loaded posts init/error and exits with 129', () => {
  test.each<[string, Record<string, string>, string, string, string | RegExp]>([
    [
      'no module',
      {},
      'index.handler',
      'Runtime.ImportModuleError',
      /^Error: Cannot find module 'index'\nRequire stack:/,
    ],
    [
      'a missing dependency',
      { 'index.js': `require('nope')` },
      'index.handler',
      'Runtime.ImportModuleError',
      /^Error: Cannot find module 'nope'\nRequire stack:\n- .*\/task\/index\.js\n- .*\/node\.mjs$/,
    ],
    [
      'a missing dependency of a module',
      { 'index.mjs': `import 'nope'` },
      'index.handler',
      'Error',
      /^Cannot find package 'nope' imported from .*index\.mjs$/,
    ],
    [
      'no such export',
      { 'index.js': 'exports.other = 1' },
      'index.handler',
      'Runtime.HandlerNotFound',
      'index.handler is undefined or not exported',
    ],
    [
      'nothing nested',
      { 'index.js': 'exports.a = {}' },
      'index.a.b.c',
      'Runtime.HandlerNotFound',
      'index.a.b.c is undefined or not exported',
    ],
    [
      'a value',
      { 'index.js': `exports.handler = 'text'` },
      'index.handler',
      'Runtime.HandlerNotFound',
      'index.handler is not a function',
    ],
    [
      'a default export before nodejs24.x',
      { 'index.mjs': 'export default { handler: () => 1 }' },
      'index.handler',
      'Runtime.HandlerNotFound',
      'index.handler is undefined or not exported',
    ],
    ['no dot', { 'index.js': '' }, 'index', 'Runtime.MalformedHandlerName', 'Bad handler'],
    ['an empty name', { 'index.js': '' }, '', 'Runtime.MalformedHandlerName', 'Bad handler'],
    ['a dot in a folder only', { 'index.js': '' }, 'a.b/index', 'Runtime.MalformedHandlerName', 'Bad handler'],
    [
      'a way up',
      { 'index.js': '' },
      '../index.handler',
      'Runtime.MalformedHandlerName',
      "'../index.handler' is not a valid handler name. " +
        'Use absolute paths when specifying root directories in handler names.',
    ],
    [
      'a syntax error',
      { 'index.js': 'exports.handler = ;' },
      'index.handler',
      'Runtime.UserCodeSyntaxError',
      "SyntaxError: Unexpected token ';'",
    ],
    [
      'a syntax error in a module',
      { 'index.mjs': 'export const handler = ;' },
      'index.handler',
      'Runtime.UserCodeSyntaxError',
      "SyntaxError: Unexpected token ';'",
    ],
    ['an error at load', { 'index.js': `throw new TypeError('boom')` }, 'index.handler', 'TypeError', 'boom'],
    ['a rejection at load', { 'index.mjs': `await Promise.reject(new Error('no'))` }, 'index.handler', 'Error', 'no'],
    ['a thrown text', { 'index.js': `throw 'text'` }, 'index.handler', 'string', 'text'],
    [
      'CommonJS in a package of modules',
      { 'package.json': module, 'index.js': 'exports.handler = 1' },
      'index.handler',
      'ReferenceError',
      /^exports is not defined in ES module scope/,
    ],
  ])('%s', async (_what, files, handler, errorType, errorMessage) => {
    await using worker = await startNode({ files, handler })
    const { document, type } = await worker.initError()
    expect(Object.keys(document)).toEqual(['errorType', 'errorMessage', 'trace'])
    expect(document['errorType']).toBe(errorType)
    expect(document['errorMessage']).toMatch(errorMessage)
    expect(type).toBe(errorType)
    expect(await worker.exited).toBe(129)
    expect(worker.api.calls).toEqual(['POST /2018-06-01/runtime/init/error'])
    expect(worker.stdout()).toMatch(/^\d{4}-\S+Z\tundefined\tERROR\tUncaught Exception \t\{"errorType":"/)
  })

  test.each([
    ['names the runtime error', `require('nope')`, /^Runtime\.ImportModuleError: Error: Cannot find module 'nope'$/],
    ['shows where the syntax is wrong', 'const = 1', /\/task\/index\.js:1$/],
    ['starts with the error', `throw new RangeError('far')`, /^RangeError: far$/],
  ])('the trace %s', async (_what, source, first) => {
    await using worker = await startNode({ files: { 'index.js': source } })
    const { document } = await worker.initError()
    expect(document['trace']).toEqual(expect.arrayContaining([expect.stringContaining('index.js')]))
    expect((document['trace'] as string[])[0]).toMatch(first)
  })

  test.each([
    ['an error that nothing catches', `setImmediate(() => { throw new Error('late') })`, 129, 'Error', 'late'],
    [
      'a rejection that nothing handles',
      `Promise.reject(new Error('late'))`,
      128,
      'Runtime.UnhandledPromiseRejection',
      'Error: late',
    ],
  ])('%s while it loads', async (_what, statement, code, errorType, errorMessage) => {
    const source = `${statement}; await new Promise((resolve) => setTimeout(resolve, 60000))`
    await using worker = await startNode({ files: { 'index.mjs': source } })
    expect((await worker.initError()).document).toMatchObject({ errorType, errorMessage })
    expect(await worker.exited).toBe(code)
  })

  test('a top-level await that never ends exits with 13 and says so', async () => {
    await using worker = await startNode({ files: { 'index.mjs': 'await new Promise(() => {})' } })
    expect(await worker.exited).toBe(13)
    expect(worker.stderr()).toContain('index.handler never finished loading')
  })

  test('process.exit while it loads', async () => {
    await using worker = await startNode({ files: { 'index.js': 'process.exit(7)' } })
    expect(await worker.exited).toBe(7)
    expect(worker.api.calls).toEqual([])
  })

  test('a streaming handler', async () => {
    const source = 'exports.handler = awslambda.streamifyResponse(async (event, stream) => stream.end())'
    await using worker = await startNode({ files: { 'index.js': source } })
    const { document, type } = await worker.initError()
    expect(type).toBe('Runtime.StreamingNotSupported')
    expect(document['errorMessage']).toBe(
      'index.handler, an awslambda.streamifyResponse handler: response streaming is not supported here; ' +
        'return the whole response',
    )
  })

  test('a handler beside a streaming one, and awslambda.HttpResponseStream', async () => {
    const source = `exports.stream = awslambda.streamifyResponse(async () => {})
      exports.handler = async () => typeof awslambda.HttpResponseStream.from`
    await using worker = await startNode({ files: { 'index.js': source } })
    expect(await worker.invoke({})).toMatchObject({ body: '"function"' })
  })

  test('AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA', async () => {
    await using worker = await startNode({
      files: { 'index.js': 'exports.handler = async () => typeof awslambda' },
      environment: { AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA: '1' },
    })
    expect(await worker.invoke({})).toMatchObject({ body: '"undefined"' })
  })

  test.each([
    ['AWS_Lambda_nodejs24.x', '(event, context, callback) => callback()'],
    ['AWS_Lambda_nodejs26.x', 'async (event, context, callback) => {}'],
  ])('%s: %s', async (runtime, handler) => {
    await using worker = await startNode({
      files: { 'index.js': `exports.handler = ${handler}` },
      environment: { AWS_EXECUTION_ENV: runtime },
    })
    const { document, type } = await worker.initError()
    expect(type).toBe('Runtime.CallbackHandlerDeprecated')
    expect(document['errorMessage']).toMatch(/^ERROR: AWS Lambda has removed support for callback-based function/)
    await worker.exited
    expect(worker.stdout()).toContain('\tERROR\tInit Error \t{"errorType":"Runtime.CallbackHandlerDeprecated"')
  })
})
