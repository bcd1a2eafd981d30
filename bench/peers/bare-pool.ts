/**
 * The pool of function processes behind a bare node:http server: what Postern's calls cost without the gateway. Takes
 * the handler's file, prints its port.
 */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createFunctionRuntime } from '../../packages/gateway/src/functions/runtime/create-function-runtime.ts'

const handler = process.argv[2] ?? ''
const bootstrap = (name: string) =>
  fileURLToPath(new URL(`../../packages/gateway/src/functions/runtime/bootstrap/${name}`, import.meta.url))
const runtime = createFunctionRuntime({ bootstraps: { node: bootstrap('node.ts'), python: bootstrap('python.py') } })
const target = {
  key: 'bench',
  functionName: 'bench',
  functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:bench',
  version: '$LATEST',
  runtime: 'nodejs22.x',
  handler: 'index.handler',
  timeout: 3,
  memorySize: 128,
  environment: {},
  role: 'arn:aws:iam::000000000000:role/bench',
  codeDirectory: () => Promise.resolve(dirname(handler)),
}
const payload = JSON.stringify({ version: '2.0', rawPath: '/hello' })

const server = createServer((_request, response) => {
  const invocation = { requestId: randomUUID(), payload, invokedArn: target.functionArn, traceId: 'Root=1-0-0' }
  void runtime.invoke(target, invocation).then((result) => {
    if (result.kind !== 'answered') return response.writeHead(503).end()
    const { statusCode, headers, body } = JSON.parse(Buffer.from(result.payload).toString()) as {
      readonly statusCode: number
      readonly headers: Record<string, string>
      readonly body: string
    }
    return response.writeHead(statusCode, headers).end(body)
  })
})
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
process.once('SIGTERM', () => {
  server.close()
  server.closeAllConnections()
  void runtime.close()
})
