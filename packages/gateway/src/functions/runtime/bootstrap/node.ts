/**
 * Runs a Node function: the client side of the Lambda Runtime API. The server strips the types of this file once and
 * starts it as `node node.mjs` for every worker, so it imports nothing of the project and reaches for built-ins only
 * when it needs them. What it does is what AWS's own client does (aws-lambda-nodejs-runtime-interface-client): version
 * 3 for nodejs22.x and older, version 4 for nodejs24.x and newer.
 *
 * Reads AWS_LAMBDA_RUNTIME_API, _HANDLER, LAMBDA_TASK_ROOT, AWS_EXECUTION_ENV, AWS_LAMBDA_FUNCTION_*,
 * AWS_LAMBDA_LOG_*. Exit codes: 0 the connection ended; 1 the Runtime API misbehaved; 13 loading never finished;
 * 128 unhandled rejection; 129 uncaught exception, or the handler could not be loaded.
 */

type Handler = (event: unknown, context: object, callback?: (error?: unknown, result?: unknown) => void) => unknown

/** One invocation. It is answered once its answer is on the way. */
type Turn = { readonly id: string; answered: boolean }
type Fields = ReadonlyMap<string, string>

const environment = process.env
const runtimeApi = environment['AWS_LAMBDA_RUNTIME_API'] ?? ''
const handlerName = environment['_HANDLER'] ?? ''
const taskRoot = environment['LAMBDA_TASK_ROOT'] ?? process.cwd()
/** Since nodejs24.x a function returns its answer, from a promise or at once, and there are no callbacks. */
const withoutCallbacks = Number(/nodejs(\d+)/.exec(environment['AWS_EXECUTION_ENV'] ?? '')?.[1] ?? 0) >= 24

const requestIdKey = Symbol.for('aws.lambda.runtime.requestId')
const streamingKey = Symbol.for('aws.lambda.runtime.handler.streaming')
const globals = globalThis as unknown as Record<PropertyKey, unknown>

/** The invocation that runs now. */
let turn: Turn | undefined
/** What to do when nothing is left in the event loop. */
let whenEmpty: (() => void) | undefined
/** Set as soon as the process is to end. */
let exitCode: number | undefined

// Errors, as AWS words them

const relativePath =
  'is not a valid handler name. Use absolute paths when specifying root directories in handler names.'
const answeredTwice =
  'Invocation has already been reported as done. Cannot call complete more than once per invocation.'
const unreadableError =
  'callback called with Error argument, but there was a problem while retrieving one or more of its message, name, and stack'
const neverSettled =
  'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that ' +
  'was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes'
const deprecatedCallback =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to ' +
  'modify this function to use a supported handler signature to use Node.js 24 or later. For more information see ' +
  'https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.'

class RuntimeError extends Error {
  constructor(kind: string, message: string, stack?: string) {
    super(message)
    // As a property of its own it would be in the logged document, which AWS's (version 3) has not.
    Object.defineProperty(this, 'name', { value: `Runtime.${kind}` })
    if (stack !== undefined) this.stack = stack
  }
}

function text(value: unknown): string {
  try {
    return String(value)
  } catch {
    return Object.prototype.toString.call(value)
  }
}

function isErrorLike(value: unknown): value is Error {
  const parts = Object(value) as Record<string, unknown>
  const isText = (key: string): boolean => typeof parts[key] === 'string' && parts[key] !== ''
  return process.getBuiltinModule('node:util').types.isNativeError(value) || ['name', 'message', 'stack'].every(isText)
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)
/** What the caller of the function gets. DEL is escaped because AWS puts the type into a header. */
function errorDocument(error: unknown): { errorType: string; errorMessage: string; trace?: string[] } {
  const clean = (part: string): string => part.replaceAll('\x7F', '%7F')
  try {
    if (isErrorLike(error)) {
      const trace = clean(error.stack ?? '').split('\n')
      return { errorType: clean(error.name), errorMessage: clean(error.message), trace }
    }
    return { errorType: typeof error, errorMessage: text(error), trace: [] }
  } catch {
    return { errorType: 'handled', errorMessage: unreadableError }
  }
}

/** What the log gets: with the error's own fields, and those of its causes. */
function loggedError(error: Error): string {
  const withFields = (_key: string, value: unknown): unknown => {
    if (!(value instanceof Error)) return value
    const stack = value.stack === undefined ? {} : { stack: value.stack.split('\n') }
    return Object.assign({ errorType: value.name, errorMessage: value.message, code: codeOf(value) }, value, stack)
  }
  try {
    return JSON.stringify(error, withFields)
  } catch {
    return JSON.stringify(errorDocument(error))
  }
}

// Log: stdout, one line for each message. Line feeds become carriage returns, as AWS does where a pipe takes the log.

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']
const lowestLevel = levels.indexOf(environment['AWS_LAMBDA_LOG_LEVEL']?.toUpperCase() ?? '')
const asJson = environment['AWS_LAMBDA_LOG_FORMAT']?.toUpperCase() === 'JSON'

function jsonMessage(level: string, values: readonly unknown[]): string {
  const { format } = process.getBuiltinModule('node:util')
  const details = ({ constructor, message, stack = '' }: Error): object => ({
    errorType: constructor.name,
    errorMessage: message,
    stackTrace: stack.split('\n'),
  })
  const replacer = (_key: string, value: unknown): unknown =>
    value instanceof Error ? Object.assign(details(value), value) : value
  const line = { timestamp: new Date().toISOString(), level, requestId: globals[requestIdKey] }
  const error = values.length === 1 ? undefined : values.find((value) => value instanceof Error)
  try {
    const message = values.length === 1 ? values[0] : format(...values)
    return JSON.stringify({ ...line, message, ...(error && details(error)) }, replacer)
  } catch {
    return JSON.stringify({ ...line, message: format(...values) })
  }
}

function write(level: string, values: readonly unknown[]): void {
  if (levels.indexOf(level) < lowestLevel) return
  const head = `${new Date().toISOString()}\t${text(globals[requestIdKey])}\t${level}\t`
  const line = asJson ? jsonMessage(level, values) : head + process.getBuiltinModule('node:util').format(...values)
  process.stdout.write(`${line.replaceAll('\n', '\r')}\n`)
}

function patchConsole(): void {
  // What is written is out before an answer, an exit or a kill: on POSIX, Node would queue what a pipe does not take.
  for (const stream of [process.stdout, process.stderr]) {
    ;(Reflect.get(stream, '_handle') as { setBlocking?(on: boolean): void } | undefined)?.setBlocking?.(true)
  }
  const methods = Object.fromEntries(
    levels.map((level) => [level.toLowerCase(), (...values: unknown[]) => write(level, values)]),
  )
  Object.assign(console, methods, { log: methods['info'] })
}

function logError(what: string, thrown: unknown): void {
  const error = thrown instanceof Error ? thrown : new Error(text(thrown))
  write('ERROR', asJson ? [error] : [what, `\t${loggedError(error)}`])
}

// The function's module

/** The order is AWS's: no extension, .js, .mjs, .cjs, then as `require` finds it from the task root. */
async function loadModule(folder: string, name: string): Promise<unknown> {
  const path = process.getBuiltinModule('node:path')
  const require = process.getBuiltinModule('node:module').createRequire(process.argv[1] ?? taskRoot)
  const load = async (file: string): Promise<unknown> => {
    try {
      return require(file) as unknown
    } catch (error) {
      // `require` takes ES modules too, unless they await at their top level or Node was told not to.
      if (codeOf(error) !== 'ERR_REQUIRE_ASYNC_MODULE' && codeOf(error) !== 'ERR_REQUIRE_ESM') throw error
      return (await import(process.getBuiltinModule('node:url').pathToFileURL(require.resolve(file)).href)) as unknown
    }
  }
  for (const extension of ['', '.js', '.mjs', '.cjs']) {
    const file = path.resolve(taskRoot, folder, name) + extension
    const found = process.getBuiltinModule('node:fs').existsSync(file) && (await load(file))
    if (found) return found
  }
  return load(require.resolve(name, { paths: [taskRoot, path.join(taskRoot, folder)] }))
}

async function loadHandler(): Promise<Handler> {
  if (handlerName.includes('..')) throw new RuntimeError('MalformedHandlerName', `'${handlerName}' ${relativePath}`)
  const file = handlerName.slice(handlerName.lastIndexOf('/') + 1)
  const [, name, path] = /^([^.]*)\.(.*)$/.exec(file) ?? []
  if (name === undefined || path === undefined) throw new RuntimeError('MalformedHandlerName', 'Bad handler')
  let module: unknown
  try {
    module = await loadModule(handlerName.slice(0, handlerName.length - file.length), name)
  } catch (error) {
    if (error instanceof SyntaxError) throw new RuntimeError('UserCodeSyntaxError', String(error), error.stack)
    if (codeOf(error) === 'MODULE_NOT_FOUND') throw new RuntimeError('ImportModuleError', String(error))
    throw error
  }
  const find = (root: unknown): unknown =>
    path.split('.').reduce((value, key) => (value ? (value as Record<string, unknown>)[key] : value), root)
  let handler = find(module)
  if (!handler && withoutCallbacks) handler = find((module as { default?: unknown }).default)
  if (!handler) throw new RuntimeError('HandlerNotFound', `${handlerName} is undefined or not exported`)
  if (typeof handler !== 'function') throw new RuntimeError('HandlerNotFound', `${handlerName} is not a function`)
  if (Reflect.get(handler, streamingKey)) {
    const advice = 'response streaming is not supported here; return the whole response'
    throw new RuntimeError('StreamingNotSupported', `${handlerName}, an awslambda.streamifyResponse handler: ${advice}`)
  }
  if (withoutCallbacks && handler.length >= 3) throw new RuntimeError('CallbackHandlerDeprecated', deprecatedCallback)
  return handler as Handler
}

// The Runtime API: a client of one connection, whose answers ask for the next event, too (runtime-api.ts of Postern).

const version = '/2018-06-01/runtime'
const hostLine = `HTTP/1.1\r\nHost: ${runtimeApi}\r\n`
const thenNext = 'Postern-Then: next\r\n'
const nextRequest = `GET ${version}/invocation/next ${hostLine}\r\n`
const [maximumHead, maximumBody] = [65_536, 67_108_864]
const [lineEnd, headEnd] = [Buffer.from('\r\n'), Buffer.from('\r\n\r\n')]

/** Posts whose answers are still to come. */
let postsUnderway = 0
/** What the connection brought and was not read yet, and how much there must be for the next step. */
let unread: Buffer[] = []
let unreadSize = 0
let wanted = 1
/** The answer whose body is to come: `length` is undefined where it comes in chunks. */
let head: { status: number; fields: Fields; length: number | undefined } | undefined
let chunks: Buffer[] = []
let chunksSize = 0

function abandon(reason: string, code = 1): never {
  process.stderr.write(`${reason}\n`)
  process.exit(code)
}

/** Takes what the connection brought; `received` is overwritten by the next read. */
function read(received: Buffer): void {
  unreadSize += received.length
  if (unreadSize < wanted) return void unread.push(Buffer.from(received))
  const bytes = unread.length === 0 ? received : Buffer.concat([...unread, received])
  let at = 0
  for (let next: number | undefined = 0; next !== undefined; at = next ?? at) {
    wanted = 1
    if (at === bytes.length && head?.length !== 0) next = undefined
    else next = head === undefined ? readHead(bytes, at) : readBody(bytes, at, head.length)
  }
  unreadSize = bytes.length - at
  unread = unreadSize === 0 ? [] : [Buffer.from(bytes.subarray(at))]
}

/** Where `mark` begins at or after `at`; undefined, with `wanted` set, where it is not there yet. */
function find(bytes: Buffer, mark: Buffer, at: number, limit: number): number | undefined {
  const found = bytes.indexOf(mark, at)
  if ((found < 0 ? bytes.length : found) - at > limit) abandon('the head of an answer is too long')
  return found < 0 ? undefined : found
}

/** These readers answer where the next step starts; undefined, with `wanted` set, where more must come first. */
function readHead(bytes: Buffer, at: number): number | undefined {
  const end = find(bytes, headEnd, at, maximumHead)
  if (end === undefined) {
    wanted = bytes.length - at + 1
    return undefined
  }
  const [statusLine = '', ...lines] = bytes.toString('utf8', at, end).split('\r\n')
  const status = Number(/^HTTP\/1\.[01] ([2-5]\d\d)(?: |$)/.exec(statusLine)?.[1] ?? abandon('an answer has no status'))
  const fields = new Map<string, string>()
  for (const line of lines) {
    const [, name = abandon('an answer has a malformed header'), value = ''] = /^([^\s:]+):(.*)$/s.exec(line) ?? []
    const key = name.toLowerCase()
    if (fields.has(key)) abandon(`an answer has two headers ${key}`)
    fields.set(key, value.trim())
  }
  const size = fields.get('content-length')
  const coding = fields.get('transfer-encoding')?.toLowerCase()
  const isClear = coding === undefined ? /^\d{1,8}$/.test(size ?? '') : coding === 'chunked' && size === undefined
  if (!isClear || Number(size ?? 0) > maximumBody) abandon('an answer has no clear length, or is too long')
  head = { status, fields, length: size === undefined ? undefined : Number(size) }
  return end + 4
}

function readBody(bytes: Buffer, at: number, length: number | undefined): number | undefined {
  if (length !== undefined) {
    wanted = length
    if (bytes.length - at < length) return undefined
    finish(bytes, at, at + length)
    return at + length
  }
  wanted = bytes.length - at + 1
  const end = find(bytes, lineEnd, at, 1024)
  if (end === undefined) return undefined
  const digits = /^([0-9a-f]{1,7})(?:[ \t]*;|$)/i.exec(bytes.toString('latin1', at, end))?.[1]
  const size = Number.parseInt(digits ?? abandon('a chunk has no size'), 16)
  if (size === 0) {
    const trailersEnd = find(bytes, headEnd, end, maximumHead)
    if (trailersEnd === undefined) return undefined
    finish(Buffer.concat(chunks), 0, chunksSize)
    return trailersEnd + 4
  }
  if (chunksSize + size > maximumBody) abandon('an answer is too long')
  const start = end + 2
  if (bytes.length < start + size + 2) {
    wanted = start + size + 2 - at
    return undefined
  }
  if (bytes.compare(lineEnd, 0, 2, start + size, start + size + 2) !== 0) abandon('a chunk is longer than its size')
  chunks.push(Buffer.from(bytes.subarray(start, start + size)))
  chunksSize += size
  return start + size + 2
}

function finish(bytes: Buffer, start: number, end: number): void {
  const { status, fields } = head ?? abandon('an answer has no head')
  head = undefined
  chunks = []
  chunksSize = 0
  const isOfPost = postsUnderway > 0
  if (isOfPost) postsUnderway -= 1
  if (exitCode !== undefined) return postsUnderway === 0 ? process.exit(exitCode) : undefined
  const isEvent = status === 200 && (!isOfPost || fields.has('lambda-runtime-aws-request-id'))
  if (!isEvent && !isOfPost) abandon(`status ${status} in place of an event`)
  // Whatever else a post is told (too large, too late), the invocation is over for this process.
  if (!isEvent) return void socket.write(nextRequest)
  const json = bytes.toString('utf8', start, end)
  // From here, traces show the function's frames and few of these.
  queueMicrotask(() => invoke(fields, json))
}

const colon = runtimeApi.lastIndexOf(':')
if (colon < 1) abandon('AWS_LAMBDA_RUNTIME_API is not host:port')
const socket = process.getBuiltinModule('node:net').connect({
  host: runtimeApi.slice(0, colon),
  port: Number(runtimeApi.slice(colon + 1)),
  noDelay: true,
  onread: {
    buffer: Buffer.allocUnsafeSlow(65_536),
    callback: (count, bytes) => {
      read(Buffer.from(bytes.buffer, bytes.byteOffset, count))
      return true
    },
  },
})
socket.on('error', (error) => socket.bytesRead === 0 && abandon(error.message))
socket.on('close', () => process.exit(exitCode ?? 0))
// While the function works, its own work alone keeps the process running: `beforeExit` tells when that is done.
socket.unref()

function post(path: string, json: string, headers: string): void {
  const length = `Content-Length: ${Buffer.byteLength(json)}\r\n\r\n`
  postsUnderway += 1
  socket.write(`POST ${version}/${path} ${hostLine}Content-Type: application/json\r\n${headers}${length}${json}`)
  socket.ref()
}

function postError(path: string, error: unknown, headers: string): void {
  const document = errorDocument(error)
  const type = document.errorType.replaceAll(/[^\x20-\x7E]/g, '').slice(0, 256)
  post(path, JSON.stringify(document), `${headers}Lambda-Runtime-Function-Error-Type: ${type}\r\n`)
}

// An invocation

function answer(to: Turn, result: unknown): void {
  if (to.answered) return write('ERROR', [answeredTwice])
  let json: string | undefined
  try {
    json = JSON.stringify(result)
  } catch {
    const message = 'Unable to stringify response body'
    throw withoutCallbacks ? new RuntimeError('JSONStringifyError', message) : new Error(message)
  }
  to.answered = true
  whenEmpty = undefined
  if (exitCode === undefined) post(`invocation/${encodeURIComponent(to.id)}/response`, json ?? 'null', thenNext)
}

function answerError(to: Turn, error: unknown): void {
  logError('Invoke Error', error)
  if (to.answered) return
  to.answered = true
  whenEmpty = undefined
  if (exitCode === undefined) postError(`invocation/${encodeURIComponent(to.id)}/error`, error, thenNext)
}

const ofFunction = {
  functionVersion: environment['AWS_LAMBDA_FUNCTION_VERSION'],
  functionName: environment['AWS_LAMBDA_FUNCTION_NAME'],
  memoryLimitInMB: environment['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
  logGroupName: environment['AWS_LAMBDA_LOG_GROUP_NAME'],
  logStreamName: environment['AWS_LAMBDA_LOG_STREAM_NAME'],
}
function contextData(id: string, fields: Fields): object {
  const parsed = (name: string, what: string): unknown => {
    try {
      return JSON.parse(fields.get(name) || 'null') ?? undefined
    } catch (error) {
      throw new Error(`Cannot parse ${what} as json: ${String(error)}`, { cause: error })
    }
  }
  const deadline = Number(fields.get('lambda-runtime-deadline-ms') ?? 0)
  return {
    ...ofFunction,
    clientContext: parsed('lambda-runtime-client-context', 'ClientContext'),
    identity: parsed('lambda-runtime-cognito-identity', 'CognitoIdentity'),
    invokedFunctionArn: fields.get('lambda-runtime-invoked-function-arn'),
    awsRequestId: id,
    tenantId: fields.get('lambda-runtime-aws-tenant-id'),
    getRemainingTimeInMillis: () => deadline - Date.now(),
  }
}

/** How a function answered before nodejs24.x: callback, promise, or `context.done` and its kin. The first one counts. */
function invokeWithCallback(current: Turn, data: () => object, event: () => unknown): void {
  let finished = false
  const first =
    <Values extends unknown[]>(report: (...values: Values) => void) =>
    (...values: Values) => {
      if (finished) return
      // An error here, such as a result that is not JSON, may still be reported.
      report(...values)
      finished = true
    }
  const isError = (error: unknown): boolean => error !== undefined && error !== null
  const done = (error?: unknown, result?: unknown): void =>
    isError(error) ? answerError(current, error) : answer(current, result)
  const callback = first((error?: unknown, result?: unknown) => {
    if (isError(error) || !context.callbackWaitsForEmptyEventLoop) done(error, result)
    else whenEmpty = () => answer(current, result)
  })
  const succeed = first((result?: unknown) => done(null, result))
  const fail = first((error?: unknown) => done(error ?? 'handled'))
  const context = { callbackWaitsForEmptyEventLoop: true, succeed, fail, done: first(done) }
  try {
    Object.assign(context, data())
    const result = handler(event(), context, callback)
    const then: unknown = result ? Reflect.get(Object(result) as object, 'then') : undefined
    if (typeof then === 'function') Promise.resolve(result).then(succeed, fail).catch(fail)
  } catch (error) {
    callback(error)
  }
}

async function invokeForResult(current: Turn, data: () => object, event: () => unknown): Promise<void> {
  try {
    const context = data()
    answer(current, await handler(event(), context))
  } catch (error) {
    answerError(current, error)
  }
}

function invoke(fields: Fields, json: string): void {
  const id = fields.get('lambda-runtime-aws-request-id') ?? abandon('an event has no request id')
  const current: Turn = { id, answered: false }
  turn = current
  globals[requestIdKey] = id
  socket.unref()
  const traceId = fields.get('lambda-runtime-trace-id')
  if (traceId) environment['_X_AMZN_TRACE_ID'] = traceId
  else delete environment['_X_AMZN_TRACE_ID']
  whenEmpty = () => {
    const isAsync = withoutCallbacks || handler.constructor.name === 'AsyncFunction'
    if (isAsync) answerError(current, new RuntimeError('NodeJsExit', neverSettled))
    else answer(current, null)
  }
  const [data, event] = [() => contextData(id, fields), () => JSON.parse(json) as unknown]
  if (withoutCallbacks) void invokeForResult(current, data, event)
  else invokeWithCallback(current, data, event)
}

// The process

/** Reports an error that no invocation caught, then ends: the next one gets a new process. */
function crash(what: string, error: unknown, code: number): void {
  if (exitCode !== undefined) return
  exitCode = code
  logError(what, error)
  if (turn === undefined) postError('init/error', error, '')
  else if (!turn.answered) postError(`invocation/${encodeURIComponent(turn.id)}/error`, error, '')
  // Its answer is out, or nearly.
  else socket.end(() => process.exit(code))
}

process.on('uncaughtException', (error) => crash('Uncaught Exception', error, 129))
process.on('unhandledRejection', (reason, promise) => {
  const error = new RuntimeError('UnhandledPromiseRejection', text(reason))
  crash('Unhandled Promise Rejection', Object.assign(error, { reason, promise }), 128)
})
process.on('beforeExit', () => whenEmpty?.())
whenEmpty = () => abandon(`Warning: ${handlerName} never finished loading: unsettled top-level await`, 13)

patchConsole()
if (!['1', 'true'].includes(environment['AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA'] ?? '')) {
  const streamifyResponse = (wrapped: object): object => Object.assign(wrapped, { [streamingKey]: 'response' })
  globals['awslambda'] = { streamifyResponse, HttpResponseStream: { from: (stream: unknown) => stream } }
}

let handler: Handler
async function start(): Promise<void> {
  try {
    handler = await loadHandler()
    whenEmpty = undefined
    socket.write(nextRequest)
    socket.ref()
  } catch (error) {
    crash(withoutCallbacks ? 'Init Error' : 'Uncaught Exception', error, 129)
  }
}
void start()
