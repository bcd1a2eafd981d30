import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type ClientHttp2Session, connect } from 'node:http2'
import { connect as connectSocket } from 'node:net'
import { createInterface } from 'node:readline'
import { connect as connectTls } from 'node:tls'
import { makeOwnCertificate, type OwnCertificate } from '../../packages/terraform-provider/src/wire/certificate.ts'
import type { Decoded, Message } from '../../packages/terraform-provider/src/wire/protobuf.ts'
import { methods } from '../../packages/terraform-provider/src/wire/tfplugin6.ts'

type Methods = typeof methods

interface PluginOptions {
  /** Whether the client brings a certificate, as Terraform does unless TF_DISABLE_PLUGIN_TLS is set. */
  readonly tls: boolean
  /** The temporary directory of the provider. */
  readonly directory: string
  /** The Node that runs it. */
  readonly node?: string
}

/** What a gRPC call came to. */
interface GrpcAnswer {
  readonly status: string
  readonly message: string
  readonly body: Buffer
}

/** What go-plugin sets for a provider (hashicorp/go-plugin client.go; terraform internal/plugin/serve.go). */
const handshake = {
  TF_PLUGIN_MAGIC_COOKIE: 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2',
  PLUGIN_MIN_PORT: '10000',
  PLUGIN_MAX_PORT: '25000',
  PLUGIN_PROTOCOL_VERSIONS: '6,5',
}

/** A provider, started as Terraform starts it, and spoken to as Terraform does. */
export class PluginProcess implements AsyncDisposable {
  readonly child: ChildProcess
  readonly path: string
  readonly #tls: { readonly own: OwnCertificate; readonly server: string } | undefined
  readonly #ended: Promise<unknown[]>
  #session: ClientHttp2Session | undefined
  #errors = ''

  private constructor(child: ChildProcess, path: string, tls: { own: OwnCertificate; server: string } | undefined) {
    this.child = child
    this.path = path
    this.#tls = tls
    this.#ended = once(child, 'close')
  }

  /** Resolves when it has written its line. */
  static async start(program: string, { tls, directory, node = process.execPath }: PluginOptions) {
    const own = tls ? makeOwnCertificate() : undefined
    const env = {
      PATH: process.env['PATH'],
      TMPDIR: directory,
      ...handshake,
      ...(own && { PLUGIN_CLIENT_CERT: own.cert }),
    }
    const child = spawn(node, [program], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let errors = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errors += text
    })
    for await (const line of createInterface({ input: child.stdout })) {
      const [core, version, network, path = '', protocol, der = '', ...rest] = line.split('|')
      if (`${core} ${version} ${network} ${protocol} ${rest.length}` !== '1 6 unix grpc 0') throw new Error(line)
      const lines = Buffer.from(der, 'base64')
        .toString('base64')
        .replaceAll(/.{64}(?=.)/g, '$&\n')
      const server = `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
      if (own === undefined && der !== '') throw new Error('a certificate where none was asked for')
      const plugin = new PluginProcess(child, path, own && { own, server })
      child.stderr.on('data', () => {
        plugin.#errors = errors
      })
      plugin.#errors = errors
      return plugin
    }
    throw new Error(`the provider ended before its line: ${errors}`)
  }

  /** What it has written to standard error. */
  get errors(): string {
    return this.#errors
  }

  /** A connection. `own`: the client's certificate, if another than the one that the provider was told of. */
  connect(own = this.#tls?.own): ClientHttp2Session {
    const { path } = this
    const tls = this.#tls
    if (tls === undefined) return connect('http://localhost', { createConnection: () => connectSocket(path) })
    const { cert, key } = own ?? tls.own
    const options = { path, ca: tls.server, cert, key, servername: 'localhost', ALPNProtocols: ['h2'] }
    return connect('https://localhost', { createConnection: () => connectTls(options) })
  }

  /** Calls a method of Terraform's protocol, which must succeed. */
  async call<N extends keyof Methods>(
    name: N,
    request: Partial<Decoded<Methods[N]['request']>>,
  ): Promise<Decoded<Methods[N]['response']>> {
    const method = methods[name] as unknown as { request: Message<object>; response: Message<object> }
    const { status, message, body } = await this.raw(`/tfplugin6.Provider/${name}`, method.request.encode(request))
    if (status !== '0') throw new Error(`${name}: ${status} ${message}`)
    return method.response.decode(body) as Decoded<Methods[N]['response']>
  }

  /** Calls any method with the bytes of a message. */
  async raw(path: string, request: Uint8Array): Promise<GrpcAnswer> {
    this.#session ??= this.connect()
    const session = this.#session
    const stream = session.request({ ':method': 'POST', ':path': path, te: 'trailers' })
    const fields = { status: '', message: '' }
    const parts: Buffer[] = []
    const take = (headers: Record<string, string | string[] | number | undefined>) => {
      fields.status ||= [headers['grpc-status'] ?? ''].flat().join()
      fields.message ||= decodeURIComponent([headers['grpc-message'] ?? ''].flat().join())
    }
    stream.on('response', take).on('trailers', take)
    stream.on('data', (part: Buffer) => parts.push(part))
    const prefix = Buffer.alloc(5)
    prefix.writeUInt32BE(request.length, 1)
    stream.end(Buffer.concat([prefix, request]))
    await Promise.race([
      once(stream, 'close'),
      once(session, 'error').then(([error]) => Promise.reject(error as Error)),
    ])
    return { ...fields, body: Buffer.concat(parts).subarray(5) }
  }

  /** Says Shutdown, as Terraform does at the end, and answers the exit status. */
  async shutdown(): Promise<number | null> {
    await this.raw('/plugin.GRPCController/Shutdown', Buffer.alloc(0))
    this.#session?.close()
    return this.ended()
  }

  async ended(): Promise<number | null> {
    await this.#ended
    return this.child.exitCode
  }

  /** Where a test fails before it says Shutdown. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#session?.destroy()
    this.child.kill('SIGKILL')
    await this.#ended
  }
}
