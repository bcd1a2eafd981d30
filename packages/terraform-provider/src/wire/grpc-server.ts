import {
  createSecureServer,
  createServer,
  type Http2Server,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2'

/** Answers the bytes of a response message. */
export type UnaryMethod = (request: Uint8Array) => Promise<Uint8Array>

/** What to serve TLS with; undefined for plain HTTP/2, which a debugger's reattach uses. */
export interface MutualTls {
  readonly cert: string
  readonly key: string
  /** The one client that is let in. */
  readonly ca: string
}

/** Codes of google.golang.org/grpc/codes. */
const OK = 0
const INTERNAL = 13
const UNIMPLEMENTED = 12
const RESOURCE_EXHAUSTED = 8

/** Terraform itself takes messages of at most this size (internal/plugin6: grpcMaxMessageSize). */
const MAX_MESSAGE = 256 * 1024 * 1024

/** A gRPC server of unary calls on node:http2. Path of a method → the method. */
export function createGrpcServer(
  calls: ReadonlyMap<string, UnaryMethod>,
  tls: MutualTls | undefined,
  maxMessage = MAX_MESSAGE,
): Http2Server {
  const server =
    tls === undefined
      ? createServer()
      : createSecureServer({ ...tls, requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' })
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    // A client that goes away in the middle of a call wants no answer.
    stream.on('error', () => stream.destroy())
    const method = calls.get(String(headers[':path']))
    if (method === undefined) fail(stream, UNIMPLEMENTED, 'unknown method')
    else serve(stream, method, maxMessage)
  })
  // What goes wrong in a connection is that connection's matter.
  server.on('sessionError', () => undefined)
  return server
}

function serve(stream: ServerHttp2Stream, method: UnaryMethod, maxMessage: number): void {
  const parts: Buffer[] = []
  let size = 0
  stream.on('data', (part: Buffer) => {
    size += part.length
    if (size <= maxMessage) parts.push(part)
    else {
      parts.length = 0
      fail(stream, RESOURCE_EXHAUSTED, 'the message is too large')
    }
  })
  stream.on('end', () => {
    if (size > maxMessage || stream.destroyed) return
    const body = Buffer.concat(parts)
    // A frame: one byte that says "not compressed", four of length, the message.
    if (body.length < 5 || body[0] !== 0 || body.readUInt32BE(1) !== body.length - 5) {
      fail(stream, INTERNAL, 'not one uncompressed message')
      return
    }
    method(body.subarray(5)).then(
      (response) => answer(stream, response),
      (error: unknown) => fail(stream, INTERNAL, error instanceof Error ? error.message : String(error)),
    )
  })
}

function answer(stream: ServerHttp2Stream, response: Uint8Array): void {
  if (stream.destroyed) return
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true })
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': String(OK) }))
  const prefix = Buffer.alloc(5)
  prefix.writeUInt32BE(response.length, 1)
  stream.end(Buffer.concat([prefix, response]))
}

function fail(stream: ServerHttp2Stream, code: number, message: string): void {
  if (stream.destroyed || stream.headersSent) return
  stream.respond(
    {
      ':status': 200,
      'content-type': 'application/grpc',
      'grpc-status': String(code),
      'grpc-message': encodeURIComponent(message),
    },
    { endStream: true },
  )
}
