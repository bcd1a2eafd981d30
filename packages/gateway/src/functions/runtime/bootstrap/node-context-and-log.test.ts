import { describe, expect, test } from 'vitest'
import { startNode, type WorkerUnderTest } from './worker-under-test.ts'

/** Lambda developer guide: "Using the Lambda context object", "Log and monitor Node.js Lambda functions". */
describe('The context', () => {
  const files = { 'index.js': 'exports.handler = async (event, context) => context' }

  test('has what the environment and the headers say', async () => {
    await using worker = await startNode({ files })
    const outcome = await worker.invoke({}, { requestId: 'b5ca1a5e-0000-4000-8000-000000000001' })
    expect(JSON.parse(outcome.body)).toEqual({
      callbackWaitsForEmptyEventLoop: true,
      functionVersion: '$LATEST',
      functionName: 'fn',
      memoryLimitInMB: '128',
      logGroupName: '/aws/lambda/fn',
      logStreamName: '2026/11/24/[$LATEST]0',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:fn',
      awsRequestId: 'b5ca1a5e-0000-4000-8000-000000000001',
    })
  })

  test.each([
    ['ASCII', '{"client":{"app_title":"t"},"custom":{"a":"b"},"env":{}}'],
    [
      'escapes',
      JSON.stringify({ custom: { a: 'ü€😀' } }).replaceAll(
        /[^ -~]/g,
        (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
    ],
  ])('has the client context and the identity, in %s', async (_what, clientContext) => {
    await using worker = await startNode({ files })
    const headers = {
      'lambda-runtime-client-context': clientContext,
      'lambda-runtime-cognito-identity': '{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}',
    }
    expect(JSON.parse((await worker.invoke({}, { headers })).body)).toMatchObject({
      clientContext: JSON.parse(clientContext) as object,
      identity: { cognitoIdentityId: 'i', cognitoIdentityPoolId: 'p' },
    })
    // The next invocation has none.
    expect(JSON.parse((await worker.invoke({})).body)).not.toHaveProperty('clientContext')
  })

  test('a client context that is not JSON is an error of the invocation', async () => {
    await using worker = await startNode({ files })
    const outcome = await worker.invoke({}, { headers: { 'lambda-runtime-client-context': '{' } })
    expect(outcome.kind).toBe('error')
    expect(outcome.body).toContain('Cannot parse ClientContext as json: SyntaxError')
  })

  test('the remaining time counts down to the deadline', async () => {
    const source = `exports.handler = async (event, context) => {
      const deadline = event.deadline - Date.now(); return [context.getRemainingTimeInMillis(), deadline] }`
    await using worker = await startNode({ files: { 'index.js': source } })
    const deadline = Date.now() + 1_000_000
    const outcome = await worker.invoke({ deadline }, { headers: { 'lambda-runtime-deadline-ms': String(deadline) } })
    const [remaining = 0, expected = 0] = JSON.parse(outcome.body) as number[]
    expect(expected - remaining).toBeGreaterThanOrEqual(0)
    expect(remaining).toBeGreaterThan(expected - 1000)
  })

  test('the trace id is in the environment, for its own invocation', async () => {
    const source = 'exports.handler = async () => process.env._X_AMZN_TRACE_ID ?? null'
    await using worker = await startNode({ files: { 'index.js': source } })
    const headers = { 'lambda-runtime-trace-id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700' }
    expect(await worker.invoke({}, { headers })).toMatchObject({ body: `"${headers['lambda-runtime-trace-id']}"` })
    expect(await worker.invoke({})).toMatchObject({ body: 'null' })
  })
})

/** All that a worker wrote to stdout, with its times and request ids made equal. */
async function logOf(worker: WorkerUnderTest): Promise<string[]> {
  await worker.invoke({}, { requestId: 'request' })
  await worker.api.close()
  await worker.exited
  const lines = worker.stdout().split('\n')
  expect(lines.pop()).toBe('')
  return lines.map((line) => line.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/, 'TIME'))
}

describe('The log', () => {
  const one = (statement: string): Record<string, string> => ({
    'index.js': `exports.handler = async () => { ${statement} }`,
  })

  test.each([
    ['log', 'INFO'],
    ['info', 'INFO'],
    ['warn', 'WARN'],
    ['error', 'ERROR'],
    ['debug', 'DEBUG'],
    ['trace', 'TRACE'],
    ['fatal', 'FATAL'],
  ])('console.%s is %s', async (method, level) => {
    await using worker = await startNode({ files: one(`console.${method}('hello', { a: 1 }, 2)`) })
    expect(await logOf(worker)).toEqual([`TIME\trequest\t${level}\thello { a: 1 } 2`])
    expect(worker.stderr()).toBe('')
  })

  test.each([
    ['formats', `console.log('%s is %d', 'a', 1)`, 'a is 1'],
    ['keeps a message of several lines in one', `console.log('a\\nb\\n')`, 'a\rb\r'],
    ['keeps what is not ASCII', `console.log('ü€😀')`, 'ü€😀'],
    ['writes nothing as nothing', 'console.log()', ''],
    ['writes undefined', 'console.log(undefined)', 'undefined'],
  ])('%s', async (_what, statement, message) => {
    await using worker = await startNode({ files: one(statement) })
    expect(await logOf(worker)).toEqual([`TIME\trequest\tINFO\t${message}`])
  })

  test('has no request id while the function loads, and leaves direct output alone', async () => {
    const source = `console.log('loading'); exports.handler = async () => { process.stdout.write('as it is\\n') }`
    await using worker = await startNode({ files: { 'index.js': source } })
    expect(await logOf(worker)).toEqual(['TIME\tundefined\tINFO\tloading', 'as it is'])
  })

  test('an exit loses nothing of it', async () => {
    const text = 'x'.repeat(1000)
    await using worker = await startNode({
      files: one(`for (let i = 0; i < 2000; i++) { console.log('${text}'); process.stdout.write('${text}\\n') }
        process.stderr.write('y'.repeat(1e6)); process.exit()`),
    })
    expect((await logOf(worker)).filter((line) => line.endsWith(text))).toHaveLength(4000)
    expect(worker.stderr()).toHaveLength(1e6)
  })

  test('a megabyte of log is whole', async () => {
    const text = 'x'.repeat(1000)
    await using worker = await startNode({ files: one(`for (let i = 0; i < 1000; i++) console.log('${text}')`) })
    expect(await logOf(worker)).toEqual(Array.from({ length: 1000 }, () => `TIME\trequest\tINFO\t${text}`))
  })

  test.each([
    ['WARN', ['WARN\tw', 'ERROR\te', 'FATAL\tf']],
    ['fatal', ['FATAL\tf']],
    ['TRACE', ['TRACE\tt', 'DEBUG\td', 'INFO\ti', 'WARN\tw', 'ERROR\te', 'FATAL\tf']],
  ])('AWS_LAMBDA_LOG_LEVEL=%s', async (level, expected) => {
    const methods = ['trace', 'debug', 'info', 'warn', 'error', 'fatal']
    const source = methods.map((method) => `console.${method}('${method.slice(0, 1)}')`)
    await using worker = await startNode({ files: one(source.join(';')), environment: { AWS_LAMBDA_LOG_LEVEL: level } })
    expect(await logOf(worker)).toEqual(expected.map((line) => `TIME\trequest\t${line}`))
  })

  test.each<[string, string, object]>([
    ['a text', `console.log('a\\nb')`, { level: 'INFO', message: 'a\nb' }],
    ['an object', `console.warn({ a: [1] })`, { level: 'WARN', message: { a: [1] } }],
    ['several values', `console.log('%s', 'a', { b: 1 })`, { level: 'INFO', message: 'a { b: 1 }' }],
    ['a circle', `const o = {}; o.o = o; console.log(o)`, { level: 'INFO', message: '<ref *1> { o: [Circular *1] }' }],
    [
      'an error',
      `console.error(Object.assign(new RangeError('far'), { own: 1 }))`,
      { level: 'ERROR', message: { errorType: 'RangeError', errorMessage: 'far', own: 1 } },
    ],
    [
      'a text with an error',
      `console.error('failed', new RangeError('far'))`,
      { level: 'ERROR', errorType: 'RangeError', errorMessage: 'far' },
    ],
    [
      'an error of the handler',
      `throw new RangeError('far')`,
      { level: 'ERROR', message: { errorType: 'RangeError', errorMessage: 'far' } },
    ],
  ])('in JSON: %s', async (_what, statement, expected) => {
    await using worker = await startNode({ files: one(statement), environment: { AWS_LAMBDA_LOG_FORMAT: 'JSON' } })
    const [line = '', ...more] = await logOf(worker)
    expect(more).toEqual([])
    expect(JSON.parse(line)).toMatchObject({ timestamp: 'TIME', requestId: 'request', ...expected })
  })
})
