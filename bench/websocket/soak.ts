/**
 * `npm run soak -- --minutes 10 --connections 2000`: connections that send all the time, end in every way there is, and
 * come again. Prints a row every half minute, and ends with status 1 where an answer or a $disconnect was missing, or
 * where memory grew.
 */
import { setMaxListeners } from 'node:events'
import { setTimeout as rest } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createMockApi } from './mock-api.ts'
import { type Health, healthOf, startProbedPostern } from './probed.ts'
import { slopeOf } from './slope.ts'
import { SoakBackend } from './soak-backend.ts'
import { type SoakCounts, soakClient } from './soak-client.ts'

/** Milliseconds after which a connection that sends nothing is closed: for the soak to see it often. */
const IDLE_MS = 10_000
const ROW_MS = 30_000
/** The share of the time in which memory may still grow to its size. */
const WARM_UP = 0.25
/**
 * MiB a minute that are still called flat. What JavaScript holds tells a leak: with 2,000 connections that make some 3,300
 * new ones a minute, 0.2 MiB are 63 bytes of each. The resident memory keeps what a busy moment of the machine took, in V8's
 * heap and in malloc's, and grows in such steps.
 */
const MOST_GROWTH = { held: 0.2, resident: 5 }
/** Milliseconds for the last $disconnect routes. */
const LAST_ENDS_MS = 20_000

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, connections: { type: 'string', default: '2000' } },
})
const minutes = Number(values.minutes)
const connections = Number(values.connections)

const backend = new SoakBackend()
await backend.listen()
const postern = await startProbedPostern({}, '--web-sockets-idle-timeout', `${IDLE_MS}`)
const api = await createMockApi(postern, {
  routeKey: 'soak',
  template: '{"id": "$context.connectionId", "message": "$context.messageId"}',
  more: (apiId) => backend.addRoutes(postern.client, apiId),
})
const counts: SoakCounts = { answered: 0, failures: new Map(), ends: new Map() }
const over = new AbortController()
setMaxListeners(0, over.signal)
const target = { ...api, counts, signal: over.signal }
console.log(
  `${connections} connections, ${minutes} minutes, closed when idle for ${IDLE_MS / 1000} s; Node ${process.version}`,
)
console.log(
  '| minute | messages/s | connects | $disconnects | failures | held MiB | resident MiB | loop late, p99 ms | most ms |',
)
console.log('|---:|---:|---:|---:|---:|---:|---:|---:|---:|')

const clients: Promise<void>[] = []
const rows: (readonly [minute: number, health: Health])[] = []
const start = performance.now()
for (let i = 0; i < connections; i++) {
  clients.push(soakClient(i, target))
  // They do not all come at once.
  if (i % 50 === 49) await rest(50)
}
for (let last = 0; ; last = counts.answered) {
  const began = performance.now()
  await rest(Math.min(ROW_MS, minutes * 60_000 - (began - start)))
  const now = performance.now()
  const minute = (now - start) / 60_000
  const health = await healthOf(postern)
  rows.push([minute, health])
  const rate = ((counts.answered - last) * 1000) / (now - began)
  const seen = [backend.connects.size, backend.disconnects.size, sum(counts.failures)]
  const measured = [health.held / 1024, health.resident / 1024, health.late.p99, health.late.most]
  console.log(
    `| ${[minute.toFixed(1), Math.round(rate), ...seen, ...measured.map((each) => each.toFixed(1))].join(' | ')} |`,
  )
  if (minute >= minutes - 0.01) break
}
over.abort()
await Promise.all(clients)
for (const end = performance.now() + LAST_ENDS_MS; backend.complaints().length > 0 && performance.now() < end; ) {
  await rest(100)
}

const complaints = [...backend.complaints(), ...[...counts.failures].map(([what, count]) => `${count} times: ${what}`)]
const settled = rows.filter(([minute]) => minute > minutes * WARM_UP)
for (const kind of ['held', 'resident'] as const) {
  const slope = slopeOf(settled.map(([minute, health]) => [minute, health[kind] / 1024]))
  const bound = MOST_GROWTH[kind]
  console.log(
    `${kind} memory: ${slope.toFixed(3)} MiB a minute after ${minutes * WARM_UP} minutes; the bound is ${bound}`,
  )
  if (!(slope <= bound)) complaints.push(`${kind} memory grows`)
}
const ended = [...counts.ends].map(([name, count]) => `${name} ${count}`).join(', ')
console.log(`${counts.answered} messages answered; ${backend.connects.size} connections accepted; ended by: ${ended}`)
for (const complaint of complaints) console.log(`FAILED: ${complaint}`)
if (complaints.length === 0)
  console.log('Every message was answered, every connection had one $disconnect, memory is flat.')
await postern[Symbol.asyncDispose]()
backend.close()
process.exit(complaints.length === 0 ? 0 : 1)

function sum(of: Map<string, number>): number {
  return [...of.values()].reduce((total, count) => total + count, 0)
}
