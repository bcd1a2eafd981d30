import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { WebSocket } from 'ws'

/** What all clients of a soak did. */
export interface SoakCounts {
  answered: number
  /** By what was wrong. */
  readonly failures: Map<string, number>
  /** By how they were ended. */
  readonly ends: Map<string, number>
}

export interface SoakTarget {
  readonly url: string
  readonly managementUrl: string
  readonly counts: SoakCounts
  readonly signal: AbortSignal
}

/** Milliseconds between two messages of a connection, on average. */
const PAUSE_MS = 500
/** Messages of a connection, on average. */
const MESSAGES = 60
/** Milliseconds that an answer, or the end of a connection, may take. */
const PATIENCE_MS = 30_000

/** `tcp`: what it is on, for `ws` has no way to reset a connection. */
type End = (socket: WebSocket, target: SoakTarget, id: string, tcp: Socket) => unknown

/** Each way a connection can end, and the code that the client then sees. */
const ENDS: readonly (readonly [name: string, end: End, code: number])[] = [
  ['close', (socket) => socket.close(), 1005],
  ['close with a code', (socket) => socket.close(4001, 'enough'), 4001],
  ['reset', (_socket, _target, _id, tcp) => tcp.resetAndDestroy(), 1006],
  ['cut', (socket) => socket.terminate(), 1006],
  [
    'DELETE',
    (_socket, { managementUrl }, id) => remove(`${managementUrl}/@connections/${encodeURIComponent(id)}`),
    1000,
  ],
  ['binary frame', (socket) => socket.send(Buffer.of(1)), 1003],
  ['frame too large', (socket) => socket.send('x'.repeat(32_769)), 1009],
  ['idle', () => undefined, 1001],
]

/** One client that connects, sends and ends, again and again, until the soak is over. */
export async function soakClient(index: number, target: SoakTarget): Promise<void> {
  const { counts, signal } = target
  for (let life = 0; !signal.aborted; life++) {
    try {
      await live(ENDS[(index + life) % ENDS.length] as (typeof ENDS)[number], target)
    } catch (error) {
      add(counts.failures, (error as Error).message)
      await rest(PAUSE_MS)
    }
  }
}

async function live([name, end, expected]: (typeof ENDS)[number], target: SoakTarget): Promise<void> {
  const { url, counts, signal } = target
  const socket = new WebSocket(url, { perMessageDeflate: false })
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  const upgraded = once(socket, 'upgrade')
  // It is followed by the close.
  socket.on('error', () => undefined)
  try {
    const [{ socket: tcp }] = (await within(upgraded, 'the handshake took too long')) as [IncomingMessage]
    const first = await ask(socket, closed)
    counts.answered++
    const messages = Math.random() * 2 * MESSAGES
    for (let last = first, n = 0; n < messages && !signal.aborted; n++) {
      await rest(Math.random() * 2 * PAUSE_MS)
      const answer = await ask(socket, closed)
      if (answer.id !== first.id || answer.message === last.message) throw new Error("another message's answer")
      last = answer
      counts.answered++
    }
    if (signal.aborted) return
    await end(socket, target, first.id, tcp)
    // Undefined: the soak was over before.
    const code = await within(closed, `${name}: the connection did not end`, signal)
    if (code === undefined) return
    if (code !== expected) throw new Error(`${name}: ended with ${code}`)
    add(counts.ends, name)
  } finally {
    socket.terminate()
  }
}

interface Answer {
  readonly id: string
  readonly message: string
}

async function ask(socket: WebSocket, closed: Promise<number>): Promise<Answer> {
  socket.send('{"action":"soak","text":"hello"}')
  const answer = once(socket, 'message') as Promise<[Buffer]>
  const first = await within(Promise.race([answer, closed]), 'no answer')
  if (first === undefined || typeof first === 'number') throw new Error(`closed with ${first} instead of an answer`)
  return JSON.parse(first[0].toString()) as Answer
}

async function within<Value>(
  promise: Promise<Value>,
  complaint: string,
  signal?: AbortSignal,
): Promise<Value | undefined> {
  const { promise: over, resolve, reject } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => reject(new Error(complaint)), PATIENCE_MS)
  const stop = () => resolve(undefined)
  signal?.addEventListener('abort', stop)
  try {
    return await Promise.race([promise, over])
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener('abort', stop)
  }
}

async function remove(url: string): Promise<void> {
  const { status } = await fetch(url, { method: 'DELETE' })
  if (status !== 204) throw new Error(`DELETE was answered with ${status}`)
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

function rest(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
