import { describe, expect } from 'vitest'
import { findProgram, testWith } from '../../../../../../test/support/find-program.ts'
import { startPython } from './worker-under-test.ts'

const test = testWith('python3', findProgram('python3') !== undefined)
const body = (lines: string): Record<string, string> => ({
  'index.py': `import decimal, json, os, sys\ndef handler(event, context):\n  ${lines.replaceAll('\n', '\n  ')}\n`,
})
const python312 = { AWS_EXECUTION_ENV: 'AWS_Lambda_python3.12' }

describe('What a Python handler answers', () => {
  test.each<[string, string, string]>([
    ['the event', 'return event', '{"in": "\\u00fc", "n": [1, 2.5, null, true]}'],
    ['nothing', 'pass', 'null'],
    ['a text', 'return "a"', '"a"'],
    ['a tuple', 'return (1, 2)', '[1, 2]'],
    [
      'decimals, digit by digit',
      'return [decimal.Decimal("1.10"), decimal.Decimal("12345678901234567890.5")]',
      '[1.10, 12345678901234567890.5]',
    ],
    ['not a number', 'return [float("nan"), decimal.Decimal("NaN")]', '[NaN, NaN]'],
    ['characters as escapes before 3.12', 'return "ü€😀"', '"\\u00fc\\u20ac\\ud83d\\ude00"'],
    ['keys that are no text', 'return {1: 2, None: 3}', '{"1": 2, "null": 3}'],
  ])('%s', async (_what, lines, expected) => {
    await using worker = await startPython({ files: body(lines) })
    const event = { in: 'ü', n: [1, 2.5, null, true] }
    expect(await worker.invoke(event)).toMatchObject({ kind: 'response', body: expected })
    expect(await worker.invoke(event)).toMatchObject({ kind: 'response', body: expected })
    expect(worker.stderr()).toBe('')
  })

  test.each([
    ['UTF-8', 'return "ü€😀"', '"ü€😀"'],
    ['an escape where UTF-8 has none', 'return "\\ud83d"', '"\\ud83d"'],
  ])('since 3.12 in %s', async (_what, lines, expected) => {
    await using worker = await startPython({ files: body(lines), environment: python312 })
    expect(await worker.invoke({})).toMatchObject({ kind: 'response', body: expected })
  })

  test('bytes as they are', async () => {
    await using worker = await startPython({ files: body('return b"<raw>"') })
    const outcome = await worker.invoke({})
    expect(outcome).toMatchObject({
      kind: 'response',
      body: '<raw>',
      headers: { 'content-type': 'application/unknown' },
    })
  })

  test('an event of another type comes as bytes', async () => {
    await using worker = await startPython({ files: body('return event.decode()') })
    const delivery = { payload: '<raw>', headers: { 'content-type': 'application/octet-stream' } }
    expect(await worker.invoke(undefined, delivery)).toMatchObject({ kind: 'response', body: '"<raw>"' })
  })
})

describe('Errors of a Python handler', () => {
  test.each<[string, string, string, string | RegExp]>([
    ['an exception', 'raise ValueError("boom")', 'ValueError', 'boom'],
    ['a class of exceptions', 'class Own(Exception): pass\nraise Own("mine")', 'Own', 'mine'],
    ['a missing key', 'return event["nope"]', 'KeyError', "'nope'"],
    ['an exception without a text', 'raise ValueError()', 'ValueError', ''],
    [
      'an unreadable exception',
      'class Own(Exception):\n  def __str__(self): raise TypeError()\nraise Own()',
      'Own',
      /cannot be read/,
    ],
    [
      'a result that is not JSON',
      'return {1, 2}',
      'Runtime.MarshalError',
      'Unable to marshal response: Object of type set is not JSON serializable',
    ],
    [
      'a date',
      'import datetime\nreturn datetime.date(2026, 1, 1)',
      'Runtime.MarshalError',
      'Unable to marshal response: Object of type date is not JSON serializable',
    ],
    [
      'a circle',
      'a = []\na.append(a)\nreturn a',
      'Runtime.MarshalError',
      'Unable to marshal response: Circular reference detected',
    ],
    [
      'nested bytes',
      'return {"a": b"x"}',
      'Runtime.MarshalError',
      'Unable to marshal response: Object of type bytes is not JSON serializable',
    ],
  ])('%s', async (_what, lines, errorType, errorMessage) => {
    await using worker = await startPython({ files: body(`if event == "well": return event\n${lines}`) })
    const outcome = await worker.invoke({}, { requestId: 'failed' })
    expect(outcome).toMatchObject({ kind: 'error', headers: { 'lambda-runtime-function-error-type': errorType } })
    const document = JSON.parse(outcome.body) as Record<string, unknown>
    expect(Object.keys(document)).toEqual(['errorMessage', 'errorType', 'requestId', 'stackTrace'])
    expect(document).toMatchObject({ errorType, requestId: 'failed', stackTrace: expect.any(Array) as unknown })
    expect(document['errorMessage']).toMatch(errorMessage)
    expect(await worker.invoke('well')).toMatchObject({ kind: 'response', body: '"well"' })
  })

  test('the trace has the frames of the function, and the log has it in one line', async () => {
    const source = 'def inner():\n  raise ValueError("a\\nb")\ndef handler(event, context):\n  inner()\n'
    await using worker = await startPython({ files: { 'index.py': source } })
    const outcome = await worker.invoke({})
    const file = `${worker.directory}/index.py`
    expect(JSON.parse(outcome.body)).toMatchObject({
      errorMessage: 'a\nb',
      stackTrace: [
        `  File "${file}", line 4, in handler\n    inner()\n`,
        `  File "${file}", line 2, in inner\n    raise ValueError("a\\nb")\n`,
      ],
    })
    await worker.api.askedForNext()
    const nbsp = '\u00a0'
    expect(worker.stdout()).toBe(
      [
        '[ERROR] ValueError: a',
        'b',
        'Traceback (most recent call last):',
        `${nbsp.repeat(2)}File "${file}", line 4, in handler`,
        `${nbsp.repeat(4)}inner()`,
        `${nbsp.repeat(2)}File "${file}", line 2, in inner`,
        `${nbsp.repeat(4)}raise ValueError("a\\nb")`,
      ].join('\r') + '\n',
    )
  })

  test('an event that is not JSON', async () => {
    await using worker = await startPython({ files: body('return event') })
    const outcome = await worker.invoke(undefined, { payload: '{"a":' })
    expect(outcome.kind).toBe('error')
    expect(JSON.parse(outcome.body)).toMatchObject({
      errorType: 'Runtime.UnmarshalError',
      errorMessage: expect.stringMatching(/^Unable to unmarshal input: /) as unknown,
    })
  })

  test.each([
    ['sys.exit(0)', 0],
    ['sys.exit(7)', 7],
    ['os._exit(9)', 9],
  ])('%s in a handler', async (statement, code) => {
    await using worker = await startPython({ files: body(`print("leaving", end="")\n${statement}`) })
    expect(await worker.invoke({})).toMatchObject({ kind: 'exit', code })
    expect(worker.stdout()).toBe('leaving')
  })
})

describe('The context of a Python handler', () => {
  test('has what the environment and the headers say', async () => {
    const names =
      'aws_request_id function_name function_version invoked_function_arn memory_limit_in_mb log_group_name log_stream_name client_context'
    const lines = `return dict([(n, getattr(context, n)) for n in "${names}".split()], identity=context.identity.cognito_identity_id)`
    await using worker = await startPython({ files: body(lines) })
    expect(JSON.parse((await worker.invoke({}, { requestId: 'id' })).body)).toEqual({
      aws_request_id: 'id',
      function_name: 'fn',
      function_version: '$LATEST',
      invoked_function_arn: 'arn:aws:lambda:us-east-1:123456789012:function:fn',
      memory_limit_in_mb: '128',
      log_group_name: '/aws/lambda/fn',
      log_stream_name: '2026/11/24/[$LATEST]0',
      client_context: null,
      identity: null,
    })
  })

  test('has the client context and the identity', async () => {
    const lines = `c = context.client_context
return [c.custom, c.env, c.client.app_title, c.client.app_version_name,
  context.identity.cognito_identity_id, context.identity.cognito_identity_pool_id, repr(context.identity)]`
    await using worker = await startPython({ files: body(lines) })
    const headers = {
      'lambda-runtime-client-context': '{"client":{"app_title":"t"},"custom":{"a":"b"}}',
      'lambda-runtime-cognito-identity': '{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}',
    }
    const repr = 'CognitoIdentity([cognito_identity_id=i,cognito_identity_pool_id=p])'
    expect(JSON.parse((await worker.invoke({}, { headers })).body)).toEqual([
      { a: 'b' },
      null,
      't',
      null,
      'i',
      'p',
      repr,
    ])
  })

  test('a client context that is not JSON is an error of the invocation', async () => {
    await using worker = await startPython({ files: body('return 1') })
    const outcome = await worker.invoke({}, { headers: { 'lambda-runtime-client-context': '{' } })
    expect(JSON.parse(outcome.body)).toMatchObject({ errorType: 'Runtime.LambdaContextUnmarshalError' })
  })

  test('the remaining time counts down to the deadline and ends at 0', async () => {
    const lines = 'import time\nreturn [context.get_remaining_time_in_millis(), event - time.time() * 1000]'
    await using worker = await startPython({ files: body(lines) })
    const deadline = Date.now() + 1_000_000
    const headers = { 'lambda-runtime-deadline-ms': String(deadline) }
    const [remaining = 0, expected = 0] = JSON.parse((await worker.invoke(deadline, { headers })).body) as number[]
    expect(Math.abs(remaining - expected)).toBeLessThan(1000)
    const past = { headers: { 'lambda-runtime-deadline-ms': '1' } }
    expect(JSON.parse((await worker.invoke(1, past)).body)).toMatchObject([0, expect.any(Number)])
  })

  test('the trace id is in the environment, for its own invocation', async () => {
    await using worker = await startPython({ files: body('return os.environ.get("_X_AMZN_TRACE_ID")') })
    const headers = { 'lambda-runtime-trace-id': 'Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700' }
    expect(await worker.invoke({}, { headers })).toMatchObject({ body: `"${headers['lambda-runtime-trace-id']}"` })
    expect(await worker.invoke({})).toMatchObject({ body: 'null' })
  })
})

describe('The log of a Python function', () => {
  const logOf = async (lines: string, environment: Record<string, string> = {}): Promise<string> => {
    await using worker = await startPython({
      files: body(`import logging\nlog = logging.getLogger()\n${lines}`),
      environment,
    })
    await worker.invoke({}, { requestId: 'request' })
    await worker.api.close()
    await worker.exited
    expect(worker.stderr()).toBe('')
    return worker.stdout().replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z/g, 'TIME')
  }

  test.each([
    ['print', 'print("a", 1)', 'a 1\n'],
    ['print of what is not ASCII', 'print("ü€😀\\ud83d")', 'ü€😀\\ud83d\n'],
    ['sys.stdout', 'sys.stdout.write("a\\nb")', 'a\nb'],
    ['context.log', 'context.log("a")', 'a'],
    ['a warning', 'log.warning("a %s", 1)', '[WARNING]\tTIME\trequest\ta 1\n'],
    ['no info unless the level says so', 'log.info("a")', ''],
    ['info', 'log.setLevel("INFO")\nlog.info("a")', '[INFO]\tTIME\trequest\ta\n'],
    ['another logger', 'logging.getLogger("x.y").error("a")', '[ERROR]\tTIME\trequest\ta\n'],
    ['a message of several lines, in one', 'log.error("a\\nb")', '[ERROR]\tTIME\trequest\ta\rb\n'],
    [
      'basicConfig, which changes nothing',
      'logging.basicConfig(level="DEBUG")\nlog.debug("a")\nlog.error("b")',
      '[ERROR]\tTIME\trequest\tb\n',
    ],
  ])('%s', async (_what, lines, expected) => {
    expect(await logOf(lines)).toBe(expected)
  })

  test.each([
    ['INFO', '[INFO]\tTIME\trequest\ti\n[ERROR]\tTIME\trequest\te\n'],
    ['TRACE', '[DEBUG]\tTIME\trequest\td\n[INFO]\tTIME\trequest\ti\n[ERROR]\tTIME\trequest\te\n'],
    ['FATAL', ''],
  ])('AWS_LAMBDA_LOG_LEVEL=%s', async (level, expected) => {
    const lines = 'log.debug("d")\nlog.info("i")\nlog.error("e")'
    expect(await logOf(lines, { AWS_LAMBDA_LOG_LEVEL: level })).toBe(expected)
  })

  test.each<[string, string, object]>([
    ['a message', 'log.error("a\\n%s", "ü")', { level: 'ERROR', message: 'a\nü', logger: 'root' }],
    ['fields', 'log.error("a", extra={"own": 1})', { message: 'a', own: 1 }],
    [
      'an exception',
      'try: 1 / 0\nexcept ZeroDivisionError: log.exception("a")',
      { errorType: 'ZeroDivisionError', errorMessage: 'division by zero', stackTrace: [expect.any(String)] },
    ],
  ])('in JSON: %s', async (_what, lines, expected) => {
    const line = JSON.parse(await logOf(lines, { AWS_LAMBDA_LOG_FORMAT: 'JSON' })) as object
    expect(line).toMatchObject({ timestamp: 'TIME', requestId: 'request', ...expected })
  })
})
