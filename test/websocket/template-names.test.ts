import { afterAll, beforeAll, expect, test } from 'vitest'
import { FrameClient } from '../support/frame-client.ts'
import { PosternProcess } from '../support/postern-process.ts'
import { type RecordingBackend, recordingBackend } from '../support/recording-backend.ts'
import { WebSocketApiMaker } from '../support/web-socket-api.ts'

const ID = /^[\w-]{15}=$/

/** Section 6 of the specification, on a message: what a template names, and what the backend gets of it. */
const cases: readonly (readonly [template: string, expected: string | RegExp])[] = [
  ['$input.body', /^\{"action":"t\d+","text":/],
  ["$input.json('$.text')", `"it's \\"so\\""`],
  ["$input.json('$.none')", '""'],
  ["$input.path('$.list').size()", '2'],
  ["$input.path('$.list')", '[1,"b"]'],
  ["$input.path('$.object')", '{foo=bar, a=b}'],
  ["$input.path('$.null')", ''],
  ["$input.path('$.none.deeper')", ''],
  ["$input.params('n')", ''],
  ["$util.escapeJavaScript($input.path('$.text'))", `it\\'s \\"so\\"`],
  [`$util.parseJson('{"a":[{"b":7}]}').a[0].b`, '7'],
  ["$util.urlEncode('a b&ü')", 'a+b%26%C3%BC'],
  ["$util.urlDecode('a+b%26')", 'a b&'],
  ["$util.base64Encode('ü')", 'w7w='],
  ["$util.base64Decode('w7w=')", 'ü'],
  ['$context.connectionId', ID],
  ['$context.connectedAt', /^\d{13}$/],
  ['$context.domainName', /^\w+\.execute-api\.localhost:\d+$/],
  ['$context.apiId', /^\w{10}$/],
  ['$context.stage', 'prod'],
  ['$context.routeKey', /^t\d+$/],
  ['$context.eventType', 'MESSAGE'],
  ['$context.messageId', ID],
  ['$context.requestId', ID],
  ['#if($context.requestId == $context.extendedRequestId)the same#end', 'the same'],
  ['$context.requestTime', /^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/],
  ['$context.requestTimeEpoch', /^\d{13}$/],
  ['$context.identity.sourceIp', '127.0.0.1'],
  ['$context.identity.userAgent', 'a test'],
  ['$context.identity.accountId', ''],
  ['$context.none', ''],
  ['$stageVariables.colour', 'blue'],
  ["${stageVariables['colour']}", 'blue'],
  ['$stageVariables.none', ''],
  ['#foreach($i in [1, 2])$i#if($foreach.hasNext),#end#end', '1,2'],
]
const message = { text: `it's "so"`, list: [1, 'b'], object: { foo: 'bar', a: 'b' }, null: null }

let postern: PosternProcess
let backend: RecordingBackend
let client: FrameClient
beforeAll(async () => {
  postern = await PosternProcess.start()
  backend = await recordingBackend()
  const api = await WebSocketApiMaker.create(postern.url)
  for (const [index, [template]] of cases.entries()) {
    const target = await api.integration({
      IntegrationType: 'HTTP',
      IntegrationMethod: 'POST',
      IntegrationUri: `${backend.url}/t${index}/`,
      RequestTemplates: { 'application/json': `<${template}>` },
    })
    await api.route(`t${index}`, target)
  }
  await api.deploy('prod', { colour: 'blue' })
  client = await FrameClient.open(api.url('prod'), { headers: { 'user-agent': 'a test' } })
})
afterAll(async () => {
  client[Symbol.dispose]()
  backend.close()
  await postern.stop()
})

test.each(cases.map(([template, expected], index) => [template, expected, index] as const))(
  '$input, $util, $context: %s is %s',
  async (_template, expected, index) => {
    client.send({ action: `t${index}`, ...message })
    const { body } = await backend.next(`/t${index}/`)
    expect([body.at(0), body.at(-1)]).toEqual(['<', '>'])
    const made = body.slice(1, -1)
    const isExpected = typeof expected === 'string' ? made === expected : expected.test(made)
    expect([made, isExpected]).toEqual([made, true])
  },
)
