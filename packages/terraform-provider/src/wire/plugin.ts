import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { Http2Server, Http2Session } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeOwnCertificate } from './certificate.ts'
import { createGrpcServer, type UnaryMethod } from './grpc-server.ts'
import { watchParent } from './parent-watch.ts'

/** Says to both that the other is what it takes it for, and no more (terraform: internal/plugin/serve.go). */
const MAGIC_COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2'

const EMPTY = Buffer.alloc(0)
/** How long the last answers may take to leave after Shutdown: go-plugin kills after two seconds. */
const LINGER = 1000

/** Thrown where Terraform did not start this process. */
export class NotStartedByTerraform extends Error {}

/**
 * Serves go-plugin's handshake and the methods (path → method) until Terraform says Shutdown or is gone.
 * @param source the address for TF_REATTACH_PROVIDERS; undefined in the ordinary case, where Terraform starts us.
 */
export async function servePlugin(
  methods: ReadonlyMap<string, UnaryMethod>,
  environment: NodeJS.ProcessEnv,
  source: string | undefined,
): Promise<void> {
  if (source === undefined && environment['TF_PLUGIN_MAGIC_COOKIE'] !== MAGIC_COOKIE) throw new NotStartedByTerraform()
  const { ended, end } = makeEnd()
  heedSignals(end, source !== undefined)
  const calls = new Map([...methods, ['/plugin.GRPCController/Shutdown', () => endWith(() => end(LINGER))]])
  const ca = source === undefined ? environment['PLUGIN_CLIENT_CERT'] : undefined
  const own = ca === undefined || ca === '' ? undefined : makeOwnCertificate()
  const server = createGrpcServer(calls, own && { cert: own.cert, key: own.key, ca: ca ?? '' })
  const sessions = new Set<Http2Session>()
  server.on('session', (session) => {
    sessions.add(session)
    session.on('close', () => sessions.delete(session))
  })
  const directory = mkdtempSync(join(environment['PLUGIN_UNIX_SOCKET_DIR'] || tmpdir(), 'plugin'))
  const path = join(directory, 'socket')
  const removal = () => rmSync(directory, { recursive: true, force: true })
  process.once('exit', removal)
  server.listen(path)
  await once(server, 'listening')
  if (source === undefined) {
    watchParent(server, () => end(0))
    // Terraform reads this one line, and takes anything else on standard output for an error.
    const fields = ['1', '6', 'unix', path, 'grpc', ...(own ? [own.der.toString('base64').replace(/=+$/, '')] : [])]
    process.stdout.write(`${fields.join('|')}\n`)
  } else process.stdout.write(`TF_REATTACH_PROVIDERS='${reattachment(source, path)}'\n`)
  await close(server, sessions, await ended)
  removal()
}

/** `end` says how long calls in flight may take; the first one counts. Node 20 has no Promise.withResolvers. */
function makeEnd() {
  let end: (patience: number) => void = () => undefined
  const ended = new Promise<number>((resolve) => {
    end = resolve
  })
  return { ended, end }
}

/**
 * Ctrl-C goes to the whole group: Terraform then says StopProvider, and waits for what is in flight. Where nobody but
 * the terminal started us, it ends us. Other signals may go to the group as well, so that what is in flight is
 * answered first: what it makes would be lost from the state. The second one waits for nothing.
 */
function heedSignals(end: (patience: number) => void, alone: boolean): void {
  let count = 0
  const heed = () => (count++ === 0 ? end(Number.POSITIVE_INFINITY) : process.exit(1))
  process.on('SIGTERM', heed).on('SIGHUP', heed)
  process.on('SIGINT', alone ? heed : () => undefined)
}

/** Shutdown: the answer first. */
function endWith(end: () => void): Promise<Uint8Array> {
  setImmediate(end)
  return Promise.resolve(EMPTY)
}

async function close(server: Http2Server, sessions: ReadonlySet<Http2Session>, patience: number): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  for (const session of sessions) session.close()
  const destroy = () => {
    for (const session of sessions) session.destroy()
  }
  const timer = Number.isFinite(patience) ? setTimeout(destroy, patience) : undefined
  await closed
  clearTimeout(timer)
}

function reattachment(source: string, path: string): string {
  const Addr = { Network: 'unix', String: path }
  return JSON.stringify({ [source]: { Protocol: 'grpc', ProtocolVersion: 6, Pid: process.pid, Test: true, Addr } })
}
