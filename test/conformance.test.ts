import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const docs = join(import.meta.dirname, '../docs')
const page = readFileSync(join(docs, 'conformance.md'), 'utf8')

/** `[name]: path`, for the links. */
const files = new Map([...page.matchAll(/^\[([\w-]+)\]: (\S+)$/gm)].map(([, name = '', path = '']) => [name, path]))
/** `[name] `title › case``: a test, or a group and what is in it. */
const NAMED = /\[([\w-]+)\] `([^`]+)`/g
const UNTESTED = /: not (?:tested|built)|^not (?:tested|built)/

interface Row {
  readonly group: string
  readonly first: string
  readonly last: string
}

function rowsOf(markdown: string): readonly Row[] {
  const rows: Row[] = []
  let group = ''
  for (const line of markdown.split('\n')) {
    if (line.startsWith('#')) group = line.replace(/^#+ /, '')
    const cells = line.startsWith('| ') ? line.slice(2, -2).split(' | ') : []
    const [first = '', last = ''] = [cells[0], cells.at(-1)]
    if (cells.length > 1 && last !== 'test') rows.push({ group, first, last })
  }
  return rows
}

const rows = rowsOf(page)

/** As it may stand in a source: what stands between quotes escapes them, and backslashes. */
const escaped = (text: string) => RegExp.escape(text.replaceAll('\\', '\\\\').replaceAll("'", "\\'"))

/** Whether a source has the title as that of a test or a group, or, of a case, as a text. */
function has(source: string, title: string, isCase: boolean): boolean {
  const before = isCase ? '' : '\\(\\s*'
  return [escaped(title), RegExp.escape(title)].some((text) => new RegExp(`${before}(['"\`])${text}\\1`).test(source))
}

/** What is wrong with a row: names that lead nowhere. */
function problemsOf({ last }: Row): string[] {
  const problems: string[] = []
  for (const [named, file = '', titles = ''] of last.matchAll(NAMED)) {
    const path = join(docs, files.get(file) ?? `no link ${file}`)
    const source = existsSync(path) ? readFileSync(path, 'utf8') : ''
    const isThere = titles.split(' › ').every((title, index) => has(source, title, index > 0))
    if (!isThere) problems.push(named)
  }
  return problems
}

test('each file and each title is there', () => {
  const named = rows.flatMap(({ last }) => [...last.matchAll(NAMED)])
  expect(named.length).toBeGreaterThan(200)
  expect(rows.flatMap(problemsOf)).toEqual([])
  expect(page.slice(0, page.indexOf('| argument')).match(NAMED)).toHaveLength(1)
})

test('each row has a test, or says that it has none', () => {
  const silent = rows.filter(({ last }) => last.match(NAMED) === null && !UNTESTED.test(last))
  expect(silent).toEqual([])
})

test('every argument and attribute of the integration is there', () => {
  const listed = rows.filter(({ group }) => group === 'aws_apigatewayv2_integration').map(({ first }) => first)
  const names = new Set(listed.map((first) => /\w+/.exec(first)?.[0]))
  expect(names).toEqual(
    new Set([
      'api_id',
      'integration_type',
      'connection_id',
      'connection_type',
      'content_handling_strategy',
      'credentials_arn',
      'description',
      'integration_method',
      'integration_uri',
      'passthrough_behavior',
      'payload_format_version',
      'request_templates',
      'template_selection_expression',
      'timeout_milliseconds',
      'id',
      'integration_response_selection_expression',
      'import',
      'request_parameters',
    ]),
  )
})
