import { describe, expect } from 'vitest'
import { findProgram, testWith } from '../../../../../../test/support/find-program.ts'
import { startPython } from './worker-under-test.ts'

const test = testWith('python3', findProgram('python3') !== undefined)
const found = 'def handler(event, context):\n  return "found"\n'

/** What AWS's Python client does: `_get_handler` and `run` of awslambdaric/bootstrap.py. */
describe('Where a Python handler is found', () => {
  test.each<[string, string, Record<string, string>]>([
    ['index.handler', 'a module', { 'index.py': found }],
    ['pkg/mod.handler', 'a folder', { 'pkg/mod.py': found }],
    ['pkg.mod.handler', 'a package', { 'pkg/__init__.py': '', 'pkg/mod.py': found }],
    ['pkg.handler', 'a package itself', { 'pkg/__init__.py': found }],
    ['index.handler', 'what it imports', { 'index.py': 'from lib.impl import handler\n', 'lib/impl.py': found }],
    [
      'index.handler',
      'its own module before an installed one',
      { 'index.py': 'from email_validator import handler\n', 'email_validator.py': found },
    ],
    [
      'index.call',
      'anything that can be called',
      { 'index.py': 'class C:\n  def __call__(self, e, c):\n    return "found"\ncall = C()\n' },
    ],
    [
      'index.handler',
      'the task root first on the path',
      {
        'index.py':
          'import sys, os\ndef handler(e, c):\n  return "found" if sys.path[0] == os.getcwd() else sys.path\n',
      },
    ],
  ])('%s: %s', async (handler, _what, files) => {
    await using worker = await startPython({ files, handler })
    expect(await worker.invoke({})).toMatchObject({ kind: 'response', body: '"found"' })
    expect(worker.stderr()).toBe('')
  })
})

describe('A Python function that cannot be loaded posts init/error and exits with 1', () => {
  test.each<[string, Record<string, string>, string, string, string | RegExp]>([
    [
      'no module',
      {},
      'index.handler',
      'Runtime.ImportModuleError',
      "Unable to import module 'index': No module named 'index'",
    ],
    [
      'a missing dependency',
      { 'index.py': 'import nope\n' },
      'index.handler',
      'Runtime.ImportModuleError',
      "Unable to import module 'index': No module named 'nope'",
    ],
    [
      'a missing name',
      { 'index.py': 'from os import nope\n' },
      'index.handler',
      'Runtime.ImportModuleError',
      /^Unable to import module 'index': cannot import name 'nope' from 'os'/,
    ],
    [
      'no such function',
      { 'index.py': '' },
      'index.handler',
      'Runtime.HandlerNotFound',
      "Handler 'handler' missing on module 'index'",
    ],
    [
      'no dot',
      { 'index.py': '' },
      'index',
      'Runtime.MalformedHandlerName',
      "Bad handler 'index': not enough values to unpack (expected 2, got 1)",
    ],
    [
      'a built-in module',
      {},
      'sys.exit',
      'Runtime.BuiltInModuleConflict',
      'Cannot use built-in module sys as a handler module',
    ],
    [
      'a syntax error',
      { 'index.py': 'def handler(:\n' },
      'index.handler',
      'Runtime.UserCodeSyntaxError',
      /^Syntax error in module 'index': invalid syntax .*\(index\.py, line 1\)$/,
    ],
    [
      'an indentation error',
      { 'index.py': 'def handler():\nreturn\n' },
      'index.handler',
      'Runtime.UserCodeSyntaxError',
      /^Syntax error in module 'index': expected an indented block/,
    ],
    ['an exception', { 'index.py': 'raise ValueError("boom")\n' }, 'index.handler', 'ValueError', 'boom'],
    [
      'an exception without a text',
      { 'index.py': 'class Own(Exception): pass\nraise Own()\n' },
      'index.handler',
      'Own',
      '',
    ],
  ])('%s', async (_what, files, handler, errorType, errorMessage) => {
    await using worker = await startPython({ files, handler })
    const { document, type } = await worker.initError()
    expect(Object.keys(document)).toEqual(['errorMessage', 'errorType', 'requestId', 'stackTrace'])
    expect(document).toMatchObject({ errorType, requestId: '' })
    expect(document['errorMessage']).toMatch(errorMessage)
    expect(type).toBe(errorType)
    expect(await worker.exited).toBe(1)
    expect(worker.stdout()).toMatch(`[ERROR] ${errorType}`)
    expect(worker.api.calls).toEqual(['POST /2018-06-01/runtime/init/error'])
  })

  test('the trace of a syntax error shows where it is', async () => {
    await using worker = await startPython({ files: { 'index.py': 'a = 1\nb = = 2\n' } })
    const { document } = await worker.initError()
    expect(document['stackTrace']).toEqual([`  File "${worker.directory}/index.py" Line 2\n    b = = 2\n`])
  })

  test('the trace of an exception ends in the function', async () => {
    await using worker = await startPython({ files: { 'index.py': 'raise ValueError("boom")\n' } })
    const trace = (await worker.initError()).document['stackTrace'] as string[]
    expect(trace.at(-1)).toBe(
      `  File "${worker.directory}/index.py", line 1, in <module>\n    raise ValueError("boom")\n`,
    )
    expect(trace.join('')).not.toContain('python.py')
  })

  test('sys.exit while it loads', async () => {
    await using worker = await startPython({ files: { 'index.py': 'import sys\nsys.exit(7)\n' } })
    expect(await worker.exited).toBe(7)
    expect(worker.api.calls).toEqual([])
  })
})
