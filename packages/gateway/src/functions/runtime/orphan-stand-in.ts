import { writeSync } from 'node:fs'
import type { RunnableFunction } from '../function-runtime.ts'
import { createFunctionRuntime } from './create-function-runtime.ts'

/**
 * Stands in for Postern where a test ends it: runs a function, says what it answered, and waits for its end. Told
 * `close` on its standard input, it closes the runtime and says so. `argv[2]`: the code directory, `argv[3]`: the
 * directory for temporary files.
 */
const [codeDirectory = '', workDirectory = ''] = process.argv.slice(2)

const target: RunnableFunction = {
  key: 'orphans',
  functionName: 'orphans',
  functionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:orphans',
  version: '$LATEST',
  runtime: 'provided',
  handler: undefined,
  timeout: 20,
  memorySize: 512,
  environment: {},
  role: '',
  codeDirectory: () => Promise.resolve(codeDirectory),
}

const runtime = createFunctionRuntime({ bootstraps: { node: '', python: '' }, workDirectory })
const result = await runtime.invoke(target, {
  requestId: '6ba7b810-9dad-11d1-80b4-00c04fd430c8',
  payload: '{}',
  invokedArn: target.functionArn,
  traceId: '',
})
writeSync(1, `${result.kind === 'answered' ? Buffer.from(result.payload).toString() : result.message}\n`)
process.stdin.once('data', () => {
  void runtime.close().then(() => {
    writeSync(1, 'closed\n')
    process.exit()
  })
})
