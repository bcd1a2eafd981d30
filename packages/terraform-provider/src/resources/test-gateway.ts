import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { readConfiguration } from '../aws/configuration.ts'
import { GatewayClient } from '../aws/gateway-client.ts'
import type { ValueRecord } from '../conversion/value.ts'

/** A body, or a status alone. */
type Answer = object | number
/** `GET /v2/apis/a1` → what it is answered, one after the other; the last one stays. */
type Answers = Readonly<Record<string, Answer | readonly Answer[]>>

/** An API Gateway that answers as a test says, and keeps what it was asked, in order: `PATCH /v2/apis/a1` and the body. */
export class TestGateway implements AsyncDisposable {
  readonly calls: (string | object)[][] = []
  readonly #answers = new Map<string, Answer[]>()
  readonly #server = createServer((request, response) => void this.#answer(request, response))

  private constructor(answers: Answers) {
    for (const [call, answer] of Object.entries(answers)) this.#answers.set(call, [answer].flat())
  }

  static async start(answers: Answers): Promise<TestGateway> {
    const gateway = new TestGateway(answers)
    await once(gateway.#server.listen(0, '127.0.0.1'), 'listening')
    return gateway
  }

  /** What resources call it with. `config`: more of the provider's block. */
  client(config: ValueRecord = {}): Promise<GatewayClient> {
    const url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
    const own = {
      region: 'eu-west-1',
      access_key: 'AKID',
      secret_key: 'SECRET',
      skip_requesting_account_id: true,
      endpoints: [{ apigatewayv2: url }],
    }
    return GatewayClient.open(readConfiguration({ ...own, ...config }, {}), {}, new AbortController().signal)
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = `${request.method} ${request.url}`
    const body = await text(request)
    this.calls.push(body === '' ? [call] : [call, JSON.parse(body) as object])
    const left = this.#answers.get(call) ?? []
    const answer = (left.length > 1 ? left.shift() : left[0]) ?? 404
    if (typeof answer === 'object') response.writeHead(200).end(JSON.stringify(answer))
    else if (answer < 400) response.writeHead(answer).end()
    else response.writeHead(answer, { 'x-amzn-errortype': 'NotFoundException' }).end('{"message":"none"}')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await once(this.#server.close(), 'close')
  }
}
