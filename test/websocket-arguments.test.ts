import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FrameClient } from './support/frame-client.ts'
import { PosternProcess } from './support/postern-process.ts'
import { type RecordingBackend, recordingBackend } from './support/recording-backend.ts'
import { WebSocketApiMaker } from './support/web-socket-api.ts'

type Arguments = Parameters<WebSocketApiMaker['integration']>[0]
type Rest = Omit<Arguments, 'IntegrationType' | 'IntegrationMethod' | 'IntegrationUri'>

/** The integration's own content handling counts for answers as well, unless the integration response has another. */
const RESPONSES = { $default: { ContentHandlingStrategy: 'CONVERT_TO_TEXT' } } as const

let postern: PosternProcess
let backend: RecordingBackend
beforeAll(async () => {
  postern = await PosternProcess.start()
  backend = await recordingBackend()
})
afterAll(async () => {
  backend.close()
  await postern.stop()
})

/** What the backend gets of a message, or the text of the frame that refuses it. */
async function outcomeOf(more: Rest, message: unknown): Promise<string> {
  const api = await WebSocketApiMaker.create(postern.url)
  const IntegrationUri = `${backend.url}/${api.apiId}`
  const target = { IntegrationType: 'HTTP', IntegrationMethod: 'POST', IntegrationUri, ...more } as const
  await api.route('$default', await api.integration(target, RESPONSES), 'two-way')
  await api.deploy('prod')
  using client = await FrameClient.open(api.url('prod'))
  const frame = JSON.parse(await client.ask(message)) as { readonly message?: string; readonly path?: string }
  if (frame.path === undefined) {
    const isCalled = backend.waiting(`/${api.apiId}`).length > 0
    return isCalled ? 'the backend was called' : String(frame.message)
  }
  return (await backend.next(`/${api.apiId}`)).body
}

describe('5.2', () => {
  const none = {}
  const other = { 'text/other': 'made' }
  test.each([
    ['WHEN_NO_MATCH', none, 'as it is'],
    ['WHEN_NO_MATCH', other, 'as it is'],
    ['WHEN_NO_TEMPLATES', none, 'as it is'],
    ['WHEN_NO_TEMPLATES', other, 'Unsupported Media Type'],
    ['NEVER', none, 'Unsupported Media Type'],
    ['NEVER', other, 'Unsupported Media Type'],
  ] as const)('passthrough_behavior %s, templates %j: %s', async (PassthroughBehavior, RequestTemplates, expected) => {
    expect(await outcomeOf({ PassthroughBehavior, RequestTemplates }, 'as it is')).toBe(expected)
  })
})

describe('5.1', () => {
  const RequestTemplates = { 'application/json': 'json', chat: 'chat', $default: 'default' }
  test.each([
    [undefined, 'json'],
    ['$request.body.service', 'chat'],
    ['${request.body.service}-${request.body.none}', 'default'],
    ['chat', 'chat'],
    ['\\$default', 'default'],
  ])('template_selection_expression: %j takes %s', async (TemplateSelectionExpression, expected) => {
    expect(await outcomeOf({ TemplateSelectionExpression, RequestTemplates }, { service: 'chat' })).toBe(expected)
  })
})

describe('5.3', () => {
  test.each([
    [undefined, 'aGVsbG8=', 'aGVsbG8='],
    ['CONVERT_TO_TEXT', 'aGVsbG8=', 'aGVsbG8='],
    ['CONVERT_TO_BINARY', 'aGVsbG8=', 'hello'],
    ['CONVERT_TO_BINARY', 'no Base64!', 'Internal server error'],
  ] as const)('content_handling_strategy %s of %s: %s', async (ContentHandlingStrategy, message, expected) => {
    expect(await outcomeOf({ ContentHandlingStrategy }, message)).toBe(expected)
  })
})
