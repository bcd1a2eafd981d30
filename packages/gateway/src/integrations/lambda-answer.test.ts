import { describe, expect, test } from 'vitest'
import { MalformedAnswer } from './lambda-answer.ts'
import { readAnswerV1 } from './lambda-answer-v1.ts'
import { readAnswerV2 } from './lambda-answer-v2.ts'

/** The response rules of spec/http-api.md section 5.6, row by row. */

type Headers = readonly string[]
/** Payload; then status, header lines and body, or what is wrong. */
type Row =
  | readonly [payload: string, status: number, headers: Headers, body: string | undefined]
  | readonly [string, string]

const JSON_TYPE = ['Content-Type', 'application/json']
const TEXT_TYPE = ['Content-Type', 'text/plain; charset=utf-8']
const WRONG = (field: string) => `Lambda body contains the wrong type for field "${field}"`
const NOT_BASE64 = 'Lambda body is not base64, though isBase64Encoded is true'

function outcome(read: typeof readAnswerV1, payload: string): readonly unknown[] {
  try {
    const { status, headers, body } = read(Buffer.from(payload))
    if (body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array)) throw new Error('a stream')
    return [payload, status, headers, typeof body === 'object' ? Buffer.from(body).toString('latin1') : body]
  } catch (error) {
    if (error instanceof MalformedAnswer) return [payload, error.message]
    throw error
  }
}

/** Rows that are the same in both formats. */
const structured: readonly Row[] = [
  ['{"statusCode":200}', 200, TEXT_TYPE, undefined],
  ['{"statusCode":200,"body":"hi"}', 200, TEXT_TYPE, 'hi'],
  ['{"statusCode":201,"body":""}', 201, TEXT_TYPE, ''],
  ['{"statusCode":200,"body":null}', 200, TEXT_TYPE, undefined],
  ['{"statusCode":200,"body":"é€"}', 200, TEXT_TYPE, 'é€'],
  ['{"statusCode":200,"body":"{\\"a\\":1}"}', 200, TEXT_TYPE, '{"a":1}'],
  ['{"statusCode":200,"body":"<html></html>"}', 200, TEXT_TYPE, '<html></html>'],
  ['{"statusCode":200.0,"body":"x"}', 200, TEXT_TYPE, 'x'],
  ['{"statusCode":"201","body":"x"}', 201, TEXT_TYPE, 'x'],
  ['{"statusCode":204}', 204, [], undefined],
  ['{"statusCode":304,"headers":{"ETag":"\\"x\\""}}', 304, ['Etag', '"x"'], undefined],
  ['{"statusCode":404,"body":"no"}', 404, TEXT_TYPE, 'no'],
  ['{"statusCode":418,"body":"no"}', 418, TEXT_TYPE, 'no'],
  ['{"statusCode":502,"body":"no"}', 502, TEXT_TYPE, 'no'],
  ['{"statusCode":599}', 599, TEXT_TYPE, undefined],
  ['{"statusCode":301,"headers":{"Location":"/b"}}', 301, ['Location', '/b', ...TEXT_TYPE], undefined],
  ['{"statusCode":200,"unknown":{"a":[1]},"body":"x"}', 200, TEXT_TYPE, 'x'],
  ['{"statusCode":500,"statusCode":200,"body":"x"}', 200, TEXT_TYPE, 'x'],
  [' \n\t{"statusCode":200,"body":"x"} ', 200, TEXT_TYPE, 'x'],

  // Headers.
  ['{"statusCode":200,"headers":{}}', 200, TEXT_TYPE, undefined],
  ['{"statusCode":200,"headers":null}', 200, TEXT_TYPE, undefined],
  ['{"statusCode":200,"headers":{"Content-Type":"text/html"}}', 200, ['Content-Type', 'text/html'], undefined],
  ['{"statusCode":200,"headers":{"content-type":"a/b"}}', 200, ['Content-Type', 'a/b'], undefined],
  ['{"statusCode":200,"headers":{"CONTENT-TYPE":"a/b"}}', 200, ['Content-Type', 'a/b'], undefined],
  ['{"statusCode":200,"headers":{"myheader":"x"}}', 200, ['Myheader', 'x', ...TEXT_TYPE], undefined],
  ['{"statusCode":200,"headers":{"x-my-HEADER":"x"}}', 200, ['X-My-Header', 'x', ...TEXT_TYPE], undefined],
  ['{"statusCode":200,"headers":{"x-1a_b":"x"}}', 200, ['X-1a_b', 'x', ...TEXT_TYPE], undefined],
  ['{"statusCode":200,"headers":{"A":"1,2, 3"}}', 200, ['A', '1,2, 3', ...TEXT_TYPE], undefined],
  ['{"statusCode":200,"headers":{"A":"1","a":"2"}}', 200, ['A', '1', 'A', '2', ...TEXT_TYPE], undefined],
  ['{"statusCode":200,"headers":{"A":1}}', 200, ['A', '1', ...TEXT_TYPE], undefined],
  ['{"statusCode":200,"headers":{"A":1.5}}', 200, ['A', '1.5', ...TEXT_TYPE], undefined],
  ['{"statusCode":200,"headers":{"A":true,"B":false}}', 200, ['A', 'true', 'B', 'false', ...TEXT_TYPE], undefined],
  ['{"statusCode":200,"headers":{"A":null}}', 200, TEXT_TYPE, undefined],
  ['{"statusCode":200,"headers":{"A":""}}', 200, ['A', '', ...TEXT_TYPE], undefined],
  ['{"statusCode":200,"headers":{"A":"é"}}', 200, ['A', '\u00c3\u00a9', ...TEXT_TYPE], undefined],
  ['{"statusCode":200,"headers":{"__proto__":"x"}}', 200, ['__proto__', 'x', ...TEXT_TYPE], undefined],
  ['{"statusCode":200,"headers":{"Set-Cookie":"a=1"}}', 200, ['Set-Cookie', 'a=1', ...TEXT_TYPE], undefined],
  // The reply drops names and values that may not be written.
  ['{"statusCode":200,"headers":{"a b":"x"}}', 200, ['a b', 'x', ...TEXT_TYPE], undefined],

  // Base64.
  ['{"statusCode":200,"body":"aGk=","isBase64Encoded":true}', 200, TEXT_TYPE, 'hi'],
  ['{"statusCode":200,"body":"AP8Q","isBase64Encoded":true}', 200, TEXT_TYPE, '\u0000\u00ff\u0010'],
  ['{"statusCode":200,"body":"aA==","isBase64Encoded":true}', 200, TEXT_TYPE, 'h'],
  ['{"statusCode":200,"body":"aG\\r\\nk=\\n","isBase64Encoded":true}', 200, TEXT_TYPE, 'hi'],
  ['{"statusCode":200,"body":"","isBase64Encoded":true}', 200, TEXT_TYPE, ''],
  ['{"statusCode":200,"isBase64Encoded":true}', 200, TEXT_TYPE, undefined],
  ['{"statusCode":200,"body":"aGk=","isBase64Encoded":false}', 200, TEXT_TYPE, 'aGk='],
  ['{"statusCode":200,"body":"aGk=","isBase64Encoded":null}', 200, TEXT_TYPE, 'aGk='],
  ['{"statusCode":200,"body":"aGk","isBase64Encoded":true}', NOT_BASE64],
  ['{"statusCode":200,"body":"a-k=","isBase64Encoded":true}', NOT_BASE64],
  ['{"statusCode":200,"body":"a_k=","isBase64Encoded":true}', NOT_BASE64],
  ['{"statusCode":200,"body":"hi there","isBase64Encoded":true}', NOT_BASE64],
  ['{"statusCode":200,"body":"aA==aA==","isBase64Encoded":true}', NOT_BASE64],
  ['{"statusCode":200,"body":"====","isBase64Encoded":true}', NOT_BASE64],

  // Wrong types.
  ['{"statusCode":0}', WRONG('statusCode')],
  ['{"statusCode":null}', WRONG('statusCode')],
  ['{"statusCode":200.5}', WRONG('statusCode')],
  ['{"statusCode":-200}', WRONG('statusCode')],
  ['{"statusCode":99}', WRONG('statusCode')],
  ['{"statusCode":100}', WRONG('statusCode')],
  ['{"statusCode":101}', WRONG('statusCode')],
  ['{"statusCode":600}', WRONG('statusCode')],
  ['{"statusCode":1e3}', WRONG('statusCode')],
  ['{"statusCode":"OK"}', WRONG('statusCode')],
  ['{"statusCode":"2e2"}', WRONG('statusCode')],
  ['{"statusCode":""}', WRONG('statusCode')],
  ['{"statusCode":true}', WRONG('statusCode')],
  ['{"statusCode":[200]}', WRONG('statusCode')],
  ['{"statusCode":{}}', WRONG('statusCode')],
  ['{"statusCode":200,"body":{"a":1}}', WRONG('body')],
  ['{"statusCode":200,"body":["a"]}', WRONG('body')],
  ['{"statusCode":200,"body":1}', WRONG('body')],
  ['{"statusCode":200,"body":true}', WRONG('body')],
  ['{"statusCode":200,"headers":[]}', WRONG('headers')],
  ['{"statusCode":200,"headers":"A: 1"}', WRONG('headers')],
  ['{"statusCode":200,"headers":{"A":["1"]}}', WRONG('headers')],
  ['{"statusCode":200,"headers":{"A":{}}}', WRONG('headers')],
  ['{"statusCode":200,"isBase64Encoded":"true","body":""}', WRONG('isBase64Encoded')],
  ['{"statusCode":200,"isBase64Encoded":1}', WRONG('isBase64Encoded')],
]

const only2: readonly Row[] = [
  // Inferred: no top-level statusCode.
  ['{"body":"hi"}', 200, JSON_TYPE, '{"body":"hi"}'],
  ['{}', 200, JSON_TYPE, '{}'],
  [' { "a" : 1 }\n', 200, JSON_TYPE, ' { "a" : 1 }\n'],
  ['{"a":{"statusCode":500}}', 200, JSON_TYPE, '{"a":{"statusCode":500}}'],
  ['{"a":"statusCode"}', 200, JSON_TYPE, '{"a":"statusCode"}'],
  ['{"StatusCode":500}', 200, JSON_TYPE, '{"StatusCode":500}'],
  ['{"message":"\\u0041"}', 200, JSON_TYPE, '{"message":"\\u0041"}'],
  ['{"status\\u0043ode":202}', 202, TEXT_TYPE, undefined],
  ['[1,{"statusCode":500}]', 200, JSON_TYPE, '[1,{"statusCode":500}]'],
  ['42', 200, JSON_TYPE, '42'],
  ['-1.50', 200, JSON_TYPE, '-1.50'],
  ['true', 200, JSON_TYPE, 'true'],
  ['null', 200, JSON_TYPE, 'null'],
  ['', 200, JSON_TYPE, ''],
  ['no json', 200, JSON_TYPE, 'no json'],
  ['{"statusCode":200', 200, JSON_TYPE, '{"statusCode":200'],
  ['{statusCode:200}', 200, JSON_TYPE, '{statusCode:200}'],
  ['"Hi"', 200, JSON_TYPE, 'Hi'],
  ['""', 200, JSON_TYPE, ''],
  ['"a\\n\\"b\\" \\u20ac"', 200, JSON_TYPE, 'a\n"b" €'],
  [' "x" ', 200, JSON_TYPE, 'x'],
  ['"{\\"statusCode\\":500}"', 200, JSON_TYPE, '{"statusCode":500}'],
  ['"open', 200, JSON_TYPE, '"open'],

  // Cookies.
  [
    '{"statusCode":200,"cookies":["a=1","b=2; Secure"]}',
    200,
    ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2; Secure', ...TEXT_TYPE],
    undefined,
  ],
  [
    '{"statusCode":200,"headers":{"set-cookie":"h=1"},"cookies":["a=1"]}',
    200,
    ['Set-Cookie', 'a=1', 'Set-Cookie', 'h=1', ...TEXT_TYPE],
    undefined,
  ],
  ['{"statusCode":200,"cookies":[]}', 200, TEXT_TYPE, undefined],
  ['{"statusCode":200,"cookies":null}', 200, TEXT_TYPE, undefined],
  ['{"statusCode":200,"cookies":"a=1"}', WRONG('cookies')],
  ['{"statusCode":200,"cookies":[1]}', WRONG('cookies')],
  ['{"statusCode":200,"cookies":{"a":"1"}}', WRONG('cookies')],
  ['{"cookies":["a=1"]}', 200, JSON_TYPE, '{"cookies":["a=1"]}'],

  // What is of payload 1.0.
  ['{"statusCode":200,"multiValueHeaders":{"A":["1"]}}', 200, TEXT_TYPE, undefined],
  ['{"statusCode":200,"multiValueHeaders":7}', 200, TEXT_TYPE, undefined],
]

const only1: readonly Row[] = [
  ['{}', WRONG('statusCode')],
  ['{"body":"hi"}', WRONG('statusCode')],
  ['"Hi"', 'Lambda body is no JSON object'],
  ['null', 'Lambda body is no JSON object'],
  ['42', 'Lambda body is no JSON object'],
  ['[{"statusCode":200}]', 'Lambda body is no JSON object'],
  ['no json', 'Lambda body is no JSON'],
  ['', 'Lambda body is no JSON'],
  ['{"statusCode":200', 'Lambda body is no JSON'],
  ['{"statusCode":200,"cookies":["a=1"]}', 200, TEXT_TYPE, undefined],
  ['{"statusCode":200,"multiValueHeaders":{"a":["1","2"]}}', 200, ['A', '1', 'A', '2', ...TEXT_TYPE], undefined],
  [
    '{"statusCode":200,"headers":{"a":"0"},"multiValueHeaders":{"A":["1","2"]}}',
    200,
    ['A', '0', 'A', '1', 'A', '2', ...TEXT_TYPE],
    undefined,
  ],
  [
    '{"statusCode":200,"multiValueHeaders":{"Set-Cookie":["a=1","b=2"]}}',
    200,
    ['Set-Cookie', 'a=1', 'Set-Cookie', 'b=2', ...TEXT_TYPE],
    undefined,
  ],
  ['{"statusCode":200,"multiValueHeaders":{"content-type":["a/b"]}}', 200, ['Content-Type', 'a/b'], undefined],
  ['{"statusCode":200,"multiValueHeaders":{"a":[1,true,null]}}', 200, ['A', '1', 'A', 'true', ...TEXT_TYPE], undefined],
  ['{"statusCode":200,"multiValueHeaders":{"a":[],"b":null}}', 200, TEXT_TYPE, undefined],
  ['{"statusCode":200,"multiValueHeaders":null}', 200, TEXT_TYPE, undefined],
  ['{"statusCode":200,"multiValueHeaders":{"a":"1"}}', WRONG('multiValueHeaders')],
  ['{"statusCode":200,"multiValueHeaders":{"a":[["1"]]}}', WRONG('multiValueHeaders')],
  ['{"statusCode":200,"multiValueHeaders":["a"]}', WRONG('multiValueHeaders')],
]

describe('payload 2.0', () => {
  test.each([...structured, ...only2].map((row) => [row[0], row] as const))('%s', (payload, row) => {
    expect(outcome(readAnswerV2, payload)).toEqual(row)
  })

  test('what is inferred goes out as it came, UTF-8 or not', () => {
    const payload = Buffer.from([0x7b, 0xff, 0xfe, 0x00])
    expect(readAnswerV2(payload).body).toEqual(payload)
  })

  test('nesting has no depth that breaks it', () => {
    const payload = `{"statusCode":200,"x":${'['.repeat(200_000)}`
    expect(outcome(readAnswerV2, payload)).toEqual([payload, 200, JSON_TYPE, payload])
  })

  test('what nests deeper than 1000 levels, and is long, is not parsed', () => {
    const payload = tooDeep(40_000)
    expect(outcome(readAnswerV2, payload)).toEqual([payload, 200, JSON_TYPE, payload])
    expect(outcome(readAnswerV2, tooDeep(2_000))).toMatchObject({ 1: 201 })
  })
})

/** Valid JSON. */
function tooDeep(levels: number): string {
  return `{"statusCode":201,"x":${'['.repeat(levels)}${']'.repeat(levels)}}`
}

describe('payload 1.0', () => {
  test.each([...structured, ...only1].map((row) => [row[0], row] as const))('%s', (payload, row) => {
    expect(outcome(readAnswerV1, payload)).toEqual(row)
  })

  test('what nests deeper than 1000 levels, and is long, is malformed', () => {
    expect(outcome(readAnswerV1, tooDeep(40_000))).toMatchObject({ 1: 'Lambda body is no JSON' })
    expect(outcome(readAnswerV1, tooDeep(2_000))).toMatchObject({ 1: 201 })
  })
})
