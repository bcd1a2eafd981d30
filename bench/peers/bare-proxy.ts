/**
 * The plainest proxy that node:http and undici make: no routing, no limits, no header rules beyond what framing needs.
 * What Postern is measured against. Arguments: the upstream's origin. Prints its own port.
 */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Pool } from 'undici'

const pool = new Pool(process.argv[2] ?? '', { connections: 64 })

const server = createServer((request, response) => {
  pool.dispatch(
    { method: request.method ?? 'GET', path: request.url ?? '/', headers: request.headers, body: bodyOf(request) },
    {
      onRequestStart() {},
      onResponseStart(_controller, status, headers) {
        response.writeHead(status, headers)
      },
      onResponseData(_controller, chunk) {
        response.write(chunk)
      },
      onResponseEnd() {
        response.end()
      },
      onResponseError() {
        response.destroy()
      },
    },
  )
})

function bodyOf(request: IncomingMessage) {
  return request.method === 'GET' || request.method === 'HEAD' ? null : request
}

server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
