/**
 * `ws-posts.ts WEBSOCKET_URL HTTP_URL CONNECTIONS CALLERS SECONDS [SECRET]`: posts to connections in turn, from
 * callers that keep their HTTP connection and post again when the last was answered. Prints the posts a second, once each
 * one came out at its connection. SECRET: of the access key with which they are signed.
 */
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { measure, report } from './rate.ts'
import { openRaw, textFrame } from './raw-socket.ts'
import { signedHeaders } from './signed-headers.ts'

const [url = '', http = '', connections = '1', callers = '1', seconds = '1', secret = ''] = process.argv.slice(2)
const BODY = '{"from":"bench","text":"hello, all of you"}'
/** A text frame of a server has a head of two bytes. */
const FRAME_BYTES = 2 + BODY.length

let received = 0
const requests: string[] = []
for (let i = 0; i < Number(connections); i++) {
  const socket = await openRaw(url)
  requests.push(await requestFor(await idOf(socket)))
  socket.on('data', ({ length }) => {
    received += length
  })
}

let posts = 0
let isOver = false
const told = measure()
setTimeout(() => {
  isOver = true
}, Number(seconds) * 1000)
await Promise.all(Array.from({ length: Number(callers) }, call))
const rate = told(posts)
await arrived(posts * FRAME_BYTES)
report(rate)
process.exit()

/** Rejects where not every byte comes out in time. */
async function arrived(bytes: number): Promise<void> {
  const last = performance.now() + 10_000
  for (;;) {
    if (received === bytes) return
    if (performance.now() > last) throw new Error(`${bytes} bytes were posted, and ${received} came out`)
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}

/** Both peers answer a message with the connection's id. */
async function idOf(socket: Socket): Promise<string> {
  socket.write(textFrame('{"action":"bench"}'))
  const [frame] = (await once(socket, 'data')) as [Buffer]
  return (JSON.parse(frame.toString('utf8', 2)) as { id: string }).id
}

async function requestFor(id: string): Promise<string> {
  const { host, pathname } = new URL(`${http}/@connections/${encodeURIComponent(id)}`)
  const plain = { host, 'content-type': 'application/octet-stream', 'content-length': `${BODY.length}` }
  const headers = secret === '' ? plain : await signedHeaders(http, secret, id, BODY)
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `POST ${pathname} HTTP/1.1\r\n${fields.join('')}\r\n${BODY}`
}

async function call(): Promise<void> {
  const { hostname, port } = new URL(http)
  const socket = connect({ host: hostname, port: Number(port), noDelay: true })
  await once(socket, 'connect')
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('data', (answer) => {
      if (!answer.toString('latin1').startsWith('HTTP/1.1 200 ')) reject(new Error(answer.toString()))
      posts++
      if (isOver) resolve()
      else next()
    })
    const next = () => socket.write(requests[posts % requests.length] as string)
    next()
  })
  socket.destroy()
}
