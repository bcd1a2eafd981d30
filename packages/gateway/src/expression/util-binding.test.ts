import { compile } from '@postern/velocity'
import { describe, expect, test } from 'vitest'
import { BindingError } from './binding-error.ts'
import { templateBindings } from './template-bindings.ts'

const BODY = '{"text":"it\'s","list":[1,{"a":"b"}],"map":{"k":[1]},"n":1.50,"yes":true,"none":null}'

const render = (template: string) =>
  compile(template, { dialect: 'api-gateway' }).render(
    templateBindings({ body: BODY, context: new Map<string, unknown>(), stageVariables: {} }),
  )

test.each<[template: string, output: string]>([
  ['$util.escapeJavaScript($input.path("$.text"))', "it\\'s"],
  ['$util.escapeJavaScript($input.path("$.list"))', '[1,{\\"a\\":\\"b\\"}]'],
  ['$util.escapeJavaScript($input.path("$.map"))', '{k=[1]}'],
  ['$util.escapeJavaScript($input.path("$.n"))', '1.5'],
  ['$util.escapeJavaScript($input.path("$.yes"))', 'true'],
  ['$util.escapeJavaScript(false)', 'false'],
  ['$util.escapeJavaScript("")', ''],
  ['$util.escapeJavaScript($input.path("$.none"))', 'null'],
  ['$util.escapeJavaScript($input.path("$.missing"))', 'null'],
  ['$util.escapeJavaScript($nothing)', 'null'],
  ['$util.escapeJavaScript()|$util.escapeJavaScript("a", "b")|', '||'],
  ['$util.urlEncode("a b")$util.urlEncode($nothing)$util.urlEncode(1)', 'a+b1'],
  ['$util.urlDecode("a+b%21")', 'a b!'],
  ['$util.base64Encode("a")$util.base64Encode($input.path("$.none"))', 'YQ=='],
  ['$util.base64Decode("YQ==")', 'a'],
  ['$util.parseJson("{""a"":{""b"":[1,{""c"":2}]}}").a.b[1].c', '2'],
  ['$util.parseJson("[1, [2], ""x/y""]")', '[1,[2],"x\\/y"]'],
  ['#if($util.parseJson("null") == "")nothing#end', 'nothing'],
  ['$util.parseJson($input.json("$.map")).k.size()', '1'],
  ['$util.urlencode("a")$util.toJson("a")$util.error("a")|', '|'],
])('%s', (template, output) => {
  expect(render(template)).toBe(output)
})

describe('what cannot be done ends the rendering, at its place', () => {
  test.each<[template: string, cause: string]>([
    ['$util.parseJson("{")', '$util.parseJson: the text is not JSON (line 1, column 2)'],
    ['$util.parseJson("")', '$util.parseJson: the text is not JSON (line 1, column 1)'],
    ['$util.base64Decode("?")', '$util.base64Decode: the text is not Base64'],
    [
      '$util.urlDecode("%")',
      '$util.urlDecode: character 1 of the text is a % without two hexadecimal digits behind it',
    ],
  ])('%s', (template, cause) => {
    const failure = { name: 'VelocityError', kind: 'evaluation', line: 2, cause: new BindingError(cause) }
    expect(() => render(`text\n${template}`)).toThrow(expect.objectContaining(failure))
  })
})
