import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ProgramResult, runProgram } from './support/run-program.ts'

const MAIN = join(import.meta.dirname, '../packages/gateway/src/main.ts')

const FILES = {
  'order.vm': `#set($order = $input.path('$'))
{"id": $order.id, "name": "$util.escapeJavaScript($order.name)", "items": [#foreach($item in $order.items)"$item"#if($foreach.hasNext),#end#end],
 "from": "$context.identity.sourceIp", "at": $context.requestTimeEpoch, "table": "$stageVariables.table", "none": "$nope"}`,
  'order.json': '{"id": 7, "name": "it\'s \\"é\\"", "items": ["a", "b"]}\n',
  'context.json': '{"identity": {"sourceIp": "10.0.0.1"}, "requestTimeEpoch": 1700000000000}',
  'variables.json': '{"table": "orders", "other": "o"}',
  'params.json': '{"path": {"id": "7"}, "header": {"Authorization": "Bearer x"}}',
  'params.vm': '$input.params("id") $input.params().header.Authorization $input.params("none")|$input.body',
  'wrong.vm': 'text\n#if($x\n#foreach($y in\n#end\n  ${y b\n',
  'failing.vm': 'text\n  $util.base64Decode("?")\n',
  'list.vm': '#set($list = [1, 2])\n$list.get(5)',
  'empty.json': '',
} as const

let directory: string
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'postern-render-'))
  for (const [name, content] of Object.entries(FILES)) writeFileSync(join(directory, name), content)
})
afterAll(() => rmSync(directory, { recursive: true }))

function environment(): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env
  return { PATH, HOME }
}

const render = (...words: readonly string[]): Promise<ProgramResult> =>
  runProgram(process.execPath, [MAIN, 'render', ...words], { env: environment(), cwd: directory })

/** As `render`, with a text on standard input. */
async function renderPiped(text: string, ...words: readonly string[]): Promise<ProgramResult> {
  const child = spawn(process.execPath, [MAIN, 'render', ...words], { env: environment(), cwd: directory })
  const output = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      output[name] += chunk
    })
  }
  child.stdin.end(text)
  const [status] = (await once(child, 'close')) as [number]
  return { status, ...output }
}

const ORDER = `{"id": 7, "name": "it\\'s \\"\\u00E9\\"", "items": ["a","b"],
 "from": "10.0.0.1", "at": 1700000000000, "table": "orders", "none": ""}`

describe('what a template makes, on standard output, exactly', () => {
  test.each<[words: readonly string[], output: string]>([
    [['order.vm', '--input', 'order.json', '--context', 'context.json', '--stage-variables', 'variables.json'], ORDER],
    [['--stage-variables', 'table=orders', '--context=context.json', '--input=order.json', 'order.vm'], ORDER],
    [['params.vm', '--input', 'empty.json', '--params', 'params.json'], '7 Bearer x |{}'],
    [['params.vm', '--input', 'order.json'], `  |${FILES['order.json']}`],
  ])('%j', async (words, output) => {
    expect(await render(...words)).toEqual({ status: 0, stdout: output, stderr: '' })
  })

  test('with the dialect of Apache Velocity', async () => {
    const { stdout } = await render('order.vm', '--input', 'order.json', '--dialect', 'velocity')
    expect(stdout).toContain('"from": "$context.identity.sourceIp"')
  })

  test('of standard input', async () => {
    expect(await renderPiped('$input.body|$input.path("id")', '-', '--input', 'order.json')).toEqual({
      status: 0,
      stdout: `${FILES['order.json']}|7`,
      stderr: '',
    })
    const { stdout } = await renderPiped('{"id":"é"}', 'params.vm', '--input', '-')
    expect(stdout).toMatch(/\|\{"id":"é"\}$/)
  })
})

describe('what is wrong, in lines, with status 1', () => {
  const HELP = 'see postern render --help'
  test.each<[words: readonly string[], lines: readonly string[]]>([
    [['order.vm'], ['render needs the message: --input FILE, or --input - for standard input', HELP]],
    [
      ['order.vm', '--inptu', 'order.json'],
      ['unknown flag --inptu; did you mean --input?', HELP],
    ],
    [
      ['-', '--input', '-'],
      ['standard input (-) can be given once, not for TEMPLATE and --input', HELP],
    ],
    [['none.vm', '--input', 'order.json'], ['file none.vm: cannot be read (ENOENT)']],
    [['order.vm', '--input', '/dev/zero'], ['file /dev/zero: larger than 10485760 bytes']],
    [
      ['order.vm', '--input', 'order.json', '--stage-variables', 'context.json'],
      ['file context.json: identity: expected a string'],
    ],
    [
      ['failing.vm', '--input', 'order.json'],
      ['failing.vm:2:9: $util.base64Decode: the text is not Base64\n    $util.base64Decode("?")\n          ^'],
    ],
    [
      ['list.vm', '--input', 'order.json'],
      ['list.vm:2:7: IndexOutOfBoundsException: Index 5 out of bounds for length 2\n  $list.get(5)\n        ^'],
    ],
  ])('%j', async (words, lines) => {
    const stderr = lines.map((line) => `postern: ${line}\n`).join('')
    expect(await render(...words)).toEqual({ status: 1, stdout: '', stderr })
  })

  test('all that is wrong with a template', async () => {
    const { status, stdout, stderr } = await render('wrong.vm', '--input', 'order.json')
    expect([status, stdout]).toEqual([1, ''])
    const places = stderr.match(/^postern: wrong\.vm:\d+:\d+: /gm)
    expect(places).toEqual(['postern: wrong.vm:3:1: ', 'postern: wrong.vm:5:6: '])
    expect(stderr).toContain('\n    ${y b\n       ^\n')
  })
})

test('help', async () => {
  const { status, stdout, stderr } = await render('--help')
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toContain('Usage: postern render TEMPLATE --input FILE [flags]\n')
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(120)
})

test('the example of docs/templates.md works as it is pasted, and prints what stands there', async () => {
  const page = readFileSync(join(import.meta.dirname, '../docs/templates.md'), 'utf8')
  const [, script = '', output] = /```sh\n(mkdir[^]*?)```\n[^]*?```json\n([^]*?)```/.exec(page) ?? []
  const root = join(import.meta.dirname, '..')
  const bin = join(root, 'node_modules/.bin')
  const { PATH = '', HOME = '' } = process.env
  const env = { PATH: `${bin}:${PATH}`, HOME, TMPDIR: directory }
  const { status, stdout, stderr } = await runProgram('sh', ['-ec', script], { cwd: root, env })
  expect([status, stderr]).toEqual([0, ''])
  expect(stdout).toBe(output)
})
