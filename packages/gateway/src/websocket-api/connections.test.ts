import { describe, expect, onTestFinished, test } from 'vitest'
import { testConnectionFacts } from '../integrations/websocket/test-websocket-integration.ts'
import { Connections } from './connections.ts'
import { testConnection } from './test-connection.ts'

const IDLE = 600_000
const AGE = 7_200_000
/** Far from now: the sweeps of the clock itself find nothing. */
const START = Date.now() + 1_000_000_000

function open(ids: readonly string[] = ['one']) {
  const connections = new Connections({ idle: IDLE, age: AGE })
  onTestFinished(() => void connections.close(0))
  const all = ids.map((connectionId) => {
    const made = testConnection({ connectionId, connectedAt: START })
    made.connection.lastActiveAt = START
    connections.add(made.connection)
    // As the room does it.
    onTestFinished(() => connections.remove(made.connection))
    return made
  })
  return { connections, all }
}

describe('timers (1.6)', () => {
  const closed = ['close 1001 Going away', 'resume']
  test.each<[string, active: number, now: number, string[]]>([
    ['just opened', 0, 0, []],
    ['idle for less than 10 minutes', 0, IDLE - 1, []],
    ['idle for 10 minutes', 0, IDLE, closed],
    ['active since', 5, IDLE + 4, []],
    ['active until 2 hours', AGE - 1, AGE - 1, []],
    ['2 hours old, whatever it does', AGE, AGE, closed],
  ])('%s', (_name, active, now, done) => {
    const { connections, all } = open()
    for (const { connection, session } of all) {
      connection.lastActiveAt = START + active
      connections.sweep(START + now)
      connections.sweep(START + now)
      expect(session.done).toEqual(done)
    }
  })

  test('messages of either direction count as activity', () => {
    const { connection } = testConnection()
    const before = Date.now()
    connection.lastActiveAt = 0
    connection.text('in')
    expect(connection.lastActiveAt).toBeGreaterThanOrEqual(before)
    connection.lastActiveAt = 0
    connection.send('out')
    expect(connection.lastActiveAt).toBeGreaterThanOrEqual(before)
  })
})

describe('by id', () => {
  const { apiId, stage } = testConnectionFacts()
  test.each([
    ['its API, stage and id', apiId, stage, 'one', true],
    ['another id', apiId, stage, 'three', false],
    ['another API', 'b1b2c3d4e5', stage, 'one', false],
    ['another stage', apiId, 'dev', 'one', false],
  ])('%s', (_name, api, stageName, id, found) => {
    const { connections } = open(['one', 'two'])
    expect(connections.find(api, stageName, id)?.facts.connectionId).toBe(found ? id : undefined)
  })

  test('not once it is being closed, or is gone', () => {
    const { connections, all } = open(['one', 'two'])
    const [one, two] = all
    one?.connection.tooLarge()
    if (two !== undefined) connections.remove(two.connection)
    expect([connections.find(apiId, stage, 'one'), connections.find(apiId, stage, 'two')]).toEqual([
      undefined,
      undefined,
    ])
    expect(connections.size).toBe(1)
  })
})

describe('close', () => {
  test('nothing is open', async () => {
    const { connections } = open([])
    await connections.close(1_000_000)
    expect(connections.size).toBe(0)
  })

  test('all are told, and are waited for; those that come late are, too', async () => {
    const { connections, all } = open(['one', 'two'])
    const closing = connections.close(1_000_000)
    const late = testConnection({ connectionId: 'late' })
    connections.add(late.connection)
    for (const { session } of [...all, late]) expect(session.done).toEqual(['close 1001 Going away', 'resume'])
    for (const { connection } of [...all, late]) connections.remove(connection)
    await closing
  })

  test('those that do not answer are dropped', async () => {
    const { connections, all } = open(['one'])
    const dropped = Promise.withResolvers<void>()
    for (const { session, connection } of all) {
      session.drop = () => {
        connections.remove(connection)
        dropped.resolve()
      }
    }
    await Promise.all([connections.close(0), dropped.promise])
    expect(connections.size).toBe(0)
  })
})
