import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { Http2Server, Http2Session } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeOwnCertificate } from './certificate.ts'
import { createGrpcServer, type UnaryMethod } from './grpc-server.ts'

/** Says to both that the other is what it takes it for, and no more (terraform: internal/plugin/serve.go). */
const MAGIC_COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2'

const EMPTY = Buffer.alloc(0)
/** How long the last answer may take to leave before the process goes all the same. */
const LINGER = 1000
const PARENT_POLL = 5000

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
  // The terminal sends it to the whole group; Terraform then says StopProvider, and waits for what is in flight.
  process.on('SIGINT', () => undefined)
  const { ended, end } = makeEnd()
  const calls = new Map([...methods, ['/plugin.GRPCController/Shutdown', () => endWith(end)]])
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
    // Terraform reads this one line, and takes anything else on standard output for an error.
    const fields = ['1', '6', 'unix', path, 'grpc', ...(own ? [own.der.toString('base64').replace(/=+$/, '')] : [])]
    process.stdout.write(`${fields.join('|')}\n`)
    watchParent(end)
  } else process.stdout.write(`TF_REATTACH_PROVIDERS='${reattachment(source, path)}'\n`)
  process.once('SIGTERM', end)
  await ended
  await close(server, sessions)
  removal()
}

/** Node 20 has no Promise.withResolvers. */
function makeEnd() {
  let end = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  return { ended, end }
}

/** Shutdown: the answer first. */
function endWith(end: () => void): Promise<Uint8Array> {
  setImmediate(end)
  return Promise.resolve(EMPTY)
}

/** go-plugin does not end us where Terraform is killed; we then belong to another parent. */
function watchParent(end: () => void): void {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && end(), PARENT_POLL).unref()
}

async function close(server: Http2Server, sessions: ReadonlySet<Http2Session>): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  for (const session of sessions) session.close()
  const timer = setTimeout(() => {
    for (const session of sessions) session.destroy()
  }, LINGER)
  await closed
  clearTimeout(timer)
}

function reattachment(source: string, path: string): string {
  const Addr = { Network: 'unix', String: path }
  return JSON.stringify({ [source]: { Protocol: 'grpc', ProtocolVersion: 6, Pid: process.pid, Test: true, Addr } })
}
