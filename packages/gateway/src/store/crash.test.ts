import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ApiRepository } from './api-repository.ts'
import { numberOf, STEPS, step } from './crash-lane.ts'
import { DocumentRepository } from './document-repository.ts'
import { openSqliteStore } from './open-sqlite-store.ts'

const ROUNDS = 18
const LANES = 4

/** Changes that are acknowledged before the kill, at most; the kill falls into whatever comes next. */
const MOST_LINES = 120

const writerScript = fileURLToPath(import.meta.resolve('./crash-writer.ts'))

let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'postern-crash-'))
})

afterAll(() => rm(directory, { recursive: true }))

test(`what was acknowledged survives kill -9, ${ROUNDS} times over`, async () => {
  /** Per lane, the last change that is known to be stored; -1 for none. */
  let numbers = Array.from({ length: LANES }, () => -1)
  for (let round = 0; round < ROUNDS; round++) {
    // Some rounds end while the store opens, and recovers what the round before left.
    const lines = round % 5 === 4 ? 1 : 2 + Math.floor(Math.random() * MOST_LINES)
    const acknowledged = await writeUntilKilled(numbers, lines)
    const stored = await readBack(acknowledged)
    for (const [lane, number] of stored.entries()) {
      const last = acknowledged[lane] ?? Number.NaN
      // One change of each lane may have been made whose acknowledgement the kill cut off.
      expect([last, last + 1], `lane ${lane} of round ${round}, killed after ${lines} lines`).toContain(number)
    }
    numbers = stored
  }
  expect(numbers.reduce((sum, number) => sum + number, 0)).toBeGreaterThan(ROUNDS)
})

test('whatever end of the log a power cut takes, what remains is whole', async () => {
  const source = join(directory, 'source')
  const store = await openSqliteStore(source)
  const apis = new ApiRepository(store, 'eu-west-1')
  const LAST = 2 * STEPS + 20
  for (let number = 0; number <= LAST; number++) await step(apis, 'lane', number)
  const [database, log] = ['postern.db', 'postern.db-wal'].map((name) => readFileSync(join(source, name)))
  await store.close()
  if (database === undefined || log === undefined) throw new Error('there is no log to cut')
  const found = new Set<number | undefined>()
  for (let cut = 0; cut < 40; cut++) {
    const copy = join(directory, `cut${cut}`)
    mkdirSync(copy)
    writeFileSync(join(copy, 'postern.db'), database)
    writeFileSync(join(copy, 'postern.db-wal'), log.subarray(0, Math.floor((log.length * cut) / 39)))
    const remains = await openSqliteStore(copy)
    const repository = new ApiRepository(remains, 'eu-west-1')
    const snapshot = await repository.get('lane')
    found.add(snapshot && (await numberOf(repository, snapshot)))
    await remains.close()
  }
  expect(found).toContain(undefined)
  expect(found).toContain(LAST)
  expect(found.size).toBeGreaterThan(20)
})

/** Runs a writer from these numbers on, kills it after so many lines, and answers the last acknowledged numbers. */
async function writeUntilKilled(numbers: readonly number[], lines: number): Promise<number[]> {
  const acknowledged = [...numbers]
  const writer = spawn(execPath, [writerScript, directory, ...numbers.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exit = once(writer, 'exit')
  let seen = 0
  // What is in the pipe when the writer dies was acknowledged, too: read to the end.
  for await (const line of createInterface(writer.stdout)) {
    const [lane, number] = line.split(' ').map(Number)
    if (lane !== undefined && number !== undefined) acknowledged[lane] = number
    if (++seen === lines) writer.kill('SIGKILL')
  }
  expect(await exit).toEqual([null, 'SIGKILL'])
  return acknowledged
}

/** The number that each lane is at, by what is stored. Opening checks that all refs are whole. */
async function readBack(acknowledged: readonly number[]): Promise<number[]> {
  const store = await openSqliteStore(directory)
  try {
    const apis = new ApiRepository(store, 'eu-west-1')
    const documents = new DocumentRepository<{ number: number; text: string }>(store, 'documents/')
    const document = await documents.get('counter')
    expect(document?.text.length).toBe(document?.number)
    const numbers = [document?.number ?? -1]
    for (let lane = 1; lane < LANES; lane++) {
      const snapshot = await apis.get(`lane${lane}`)
      numbers.push(snapshot === undefined ? goneAt(acknowledged[lane] ?? -1) : await numberOf(apis, snapshot))
    }
    return numbers
  } finally {
    await store.close()
  }
}

/** The number at which an API was not there: before its first, or the last removal. */
function goneAt(last: number): number {
  const isRemovedBy = (number: number) => number % STEPS === STEPS - 1
  if (last === -1 || isRemovedBy(last)) return last
  if (isRemovedBy(last + 1)) return last + 1
  throw new Error(`an API is lost after its change ${last}`)
}
