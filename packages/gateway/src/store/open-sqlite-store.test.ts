import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath, getuid } from 'node:process'
import { createInterface } from 'node:readline'
import { backup, DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ApiRepository } from './api-repository.ts'
import { openSqliteStore } from './open-sqlite-store.ts'
import { openDatabase } from './sqlite-database.ts'
import { SqliteStore } from './sqlite-store.ts'
import { StoreUnusable } from './store.ts'

const holderScript = fileURLToPath(import.meta.resolve('./store-holder.ts'))

let root: string
let directory: string
let file: string
const open: SqliteStore[] = []

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'postern-data-'))
  directory = join(root, 'data')
  file = join(directory, 'postern.db')
})

afterEach(async () => {
  for (const store of open.splice(0)) await store.close()
  await rm(root, { recursive: true })
})

async function openAt(path = directory): Promise<SqliteStore> {
  const store = await openSqliteStore(path)
  open.push(store)
  return store
}

/** A directory with two APIs, a deployment and a VPC link, closed. Answers all of its refs. */
async function fill(): Promise<string> {
  const store = await openAt()
  const apis = new ApiRepository(store, 'eu-west-1')
  for (const ApiId of ['a1', 'a2']) {
    const api = { ApiId, Name: ApiId, ProtocolType: 'HTTP', RouteSelectionExpression: '$request.method' } as const
    await apis.create(api, async (draft) => {
      for (let index = 0; index < 20; index++) {
        const IntegrationId = `i${index}`
        draft.put('integrations', IntegrationId, { IntegrationId, IntegrationType: 'HTTP_PROXY' })
      }
      draft.put('deployments', 'd1', { DeploymentId: 'd1', Frozen: await apis.freeze(draft) })
      draft.remove('integrations', 'i0')
    })
  }
  await store.moveRef('vpclinks/eu-west-1/v1', undefined, new TextEncoder().encode('{"VpcLinkId":"v1"}'))
  const contents = await contentsOf(store)
  await store.close()
  return contents
}

async function contentsOf(store: SqliteStore): Promise<string> {
  const all: unknown[] = []
  for await (const ref of store.listRefs('')) all.push([ref.name, ref.revision, new TextDecoder().decode(ref.bytes)])
  const apis = new ApiRepository(store, 'eu-west-1')
  for (const { ApiId } of await apis.list()) {
    const snapshot = await apis.get(ApiId)
    const frozen = await Promise.all([...(snapshot?.deployments.values() ?? [])].map((one) => apis.frozen(one)))
    all.push(snapshot, frozen)
  }
  return JSON.stringify(all, (_, value: unknown): unknown => (value instanceof Map ? Object.fromEntries(value) : value))
}

function sql(text: string): void {
  const database = new DatabaseSync(file)
  database.exec(text)
  database.close()
}

async function refusal(path = directory): Promise<string> {
  const error: unknown = await openAt(path).then(
    () => 'it opened',
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(StoreUnusable)
  const { message } = error as StoreUnusable
  expect(message).toContain(path)
  expect(message).not.toContain('\n')
  return message
}

describe('a data directory', () => {
  test('is made with its parents, for this user alone', async () => {
    directory = join(root, 'not', 'there', 'yet')
    await openAt()
    expect(statSync(directory).mode & 0o777).toBe(0o700)
    const files = readdirSync(directory).toSorted()
    expect(files).toEqual(['postern.db', 'postern.db-shm', 'postern.db-wal', 'postern.lock'])
    for (const name of files) expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600)
  })

  test('may be there, and empty', async () => {
    mkdirSync(directory)
    await openAt()
    expect(existsSync(file)).toBe(true)
  })

  test('that was not quite made before a crash is made', async () => {
    mkdirSync(directory)
    for (const leftover of [`${file}.new`, `${file}.new-journal`]) writeFileSync(leftover, 'half of a database')
    await openAt()
    expect(existsSync(`${file}.new`)).toBe(false)
  })

  test('opens again as it was', async () => {
    const contents = await fill()
    expect(await contentsOf(await openAt())).toBe(contents)
  })

  test('loses what no ref reaches when it opens, and nothing else', async () => {
    const contents = await fill()
    const store = await openAt()
    const garbage = await store.writeObject(new TextEncoder().encode('garbage'))
    await store.moveRef('x', undefined, new Uint8Array())
    await store.close()
    const again = await openAt()
    await expect(again.readObject(garbage)).rejects.toThrow(garbage)
    await again.moveRef('x', (await again.readRef('x'))?.revision, undefined)
    expect(await contentsOf(again)).toBe(contents)
  })

  test('is synced with each commit', () => {
    mkdirSync(directory)
    const database = openDatabase(directory)
    const store = new SqliteStore(database, () => undefined)
    open.push(store)
    // 2 is FULL (https://sqlite.org/pragma.html#pragma_synchronous). Only a power cut would show that it is not.
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 })
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
  })

  test('can be copied by SQLite while it is open, and the copy opens elsewhere', async () => {
    await fill()
    const store = await openAt()
    await store.moveRef('not yet in the main file', undefined, new Uint8Array([1]))
    const elsewhere = join(root, 'restored')
    mkdirSync(elsewhere)
    const reader = new DatabaseSync(file, { readOnly: true })
    await backup(reader, join(elsewhere, 'postern.db'))
    reader.close()
    expect(await contentsOf(await openAt(elsewhere))).toBe(await contentsOf(store))
  })
})

describe('a data directory is taken', () => {
  test('once in a process', async () => {
    await openAt()
    expect(await refusal()).toMatch(/is in use by another process: stop .* choose another --data-dir/)
  })

  test('by one process, until that is killed', async () => {
    const contents = await fill()
    const holder = spawn(execPath, [holderScript, directory], { stdio: ['ignore', 'pipe', 'inherit'] })
    const exit = once(holder, 'exit')
    try {
      expect(await firstLine(holder.stdout)).toBe('open')
      expect(await refusal()).toMatch(/is in use by another process/)
    } finally {
      holder.kill('SIGKILL')
      await exit
    }
    expect(await contentsOf(await openAt())).toBe(contents)
  })

  test('again after it could not be opened', async () => {
    const contents = await fill()
    copyFileSync(file, `${file}.good`)
    truncateSync(file, 5000)
    await refusal()
    copyFileSync(`${file}.good`, file)
    expect(await contentsOf(await openAt())).toBe(contents)
  })

  test('by the later process where somebody deleted the lock: the earlier one cannot write any more', async () => {
    await fill()
    const earlier = await openAt()
    rmSync(join(directory, 'postern.lock'))
    const later = await openAt()
    await expect(earlier.moveRef('x', undefined, new Uint8Array())).rejects.toThrow(StoreUnusable)
    await later.moveRef('x', undefined, new Uint8Array([2]))
    expect(await later.readRef('x')).toBeDefined()
  })
})

describe('a data directory is refused', () => {
  test('where a newer version wrote it, and stays as it is', async () => {
    await fill()
    sql('PRAGMA user_version = 2')
    const before = readFileSync(file)
    expect(await refusal()).toMatch(
      /written by a newer Postern \(format 2, this one knows up to 1\): start that version/,
    )
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  test.each([
    ['a file', (path: string) => writeFileSync(path, ''), ''],
    ['in a file', (path: string) => writeFileSync(path, ''), 'below'],
  ])('where it is %s', async (_, make, below) => {
    make(directory)
    expect(await refusal(join(directory, below))).toMatch(/is not a directory: choose another --data-dir/)
  })

  test('where this user may not write it', async () => {
    await fill()
    // For root, permissions are no bar: it has somebody else try.
    const user = getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
    await chmod(root, 0o755)
    await chmod(directory, 0o555)
    const other = spawn(execPath, [holderScript, directory], { ...user, stdio: ['ignore', 'pipe', 'inherit'] })
    const exit = once(other, 'exit')
    try {
      expect(await firstLine(other.stdout)).toMatch(
        /^StoreUnusable: data directory .* cannot be written \(.*\): let this user write it/,
      )
    } finally {
      other.kill('SIGKILL')
      await exit
      await chmod(directory, 0o755)
    }
  })

  test.each([
    ['is no database', () => writeFileSync(file, 'Not a database. '.repeat(1000))],
    ['is empty', () => truncateSync(file, 0)],
    ['is missing, but its log is there', () => (writeFileSync(`${file}-wal`, 'log'), rmSync(file))],
    ['is a directory', () => (rmSync(file), mkdirSync(file))],
    ['was cut to its first page', () => truncateSync(file, 4096)],
    ['was cut in the middle of a page', () => truncateSync(file, statSync(file).size - 1000)],
    ['lost a page to zeros', () => writeAt(file, 4096 * 3, new Uint8Array(4096))],
    ['is the database of somebody else', () => (rmSync(file), sql('CREATE TABLE t (a)'))],
    ['has no format number', () => sql('PRAGMA user_version = 0')],
    ['lacks a table', () => sql('DROP TABLE state')],
    ['lacks an object', () => sql('DELETE FROM objects WHERE rowid = 7')],
    ['has an object with another byte', () => sql("UPDATE objects SET bytes = x'00' WHERE rowid = 7")],
    ['has an API with another byte', () => sql("UPDATE refs SET bytes = x'7b7d' WHERE name LIKE 'apis/%'")],
    ['has a VPC link with another byte', () => sql("UPDATE refs SET bytes = x'7b7d' WHERE name LIKE 'vpclinks/%'")],
    ['has a ref under another name', () => sql("UPDATE refs SET name = 'vpclinks/eu-west-1/v2' WHERE name LIKE 'v%'")],
  ])('where its database %s', async (_, damage) => {
    await fill()
    damage()
    expect(await refusal()).toMatch(/is damaged \(.+\): put it aside and restore a backup of it, or choose another/)
  })

  test('or else it is whole, whichever byte of its database changes', async () => {
    const contents = await fill()
    const good = readFileSync(file)
    const position = fc.oneof(fc.nat(99), fc.nat(good.length - 1))
    let refusals = 0
    await fc.assert(
      fc.asyncProperty(position, fc.integer({ min: 1, max: 255 }), async (at, difference) => {
        for (const log of [`${file}-wal`, `${file}-shm`]) rmSync(log, { force: true })
        const bad = Buffer.from(good)
        bad[at] = (bad[at] ?? 0) ^ difference
        writeFileSync(file, bad)
        const store = await openSqliteStore(directory).catch((error: unknown) => error)
        if (store instanceof StoreUnusable) {
          refusals++
          return true
        }
        const found = await contentsOf(store as SqliteStore)
        await (store as SqliteStore).close()
        return found === contents
      }),
      { numRuns: 80 },
    )
    expect(refusals).toBeGreaterThan(0)
  })
})

async function firstLine(input: NodeJS.ReadableStream): Promise<string> {
  const [line] = (await once(createInterface(input), 'line')) as [string]
  return line
}

function writeAt(path: string, position: number, bytes: Uint8Array): void {
  const all = readFileSync(path)
  all.set(bytes, position)
  writeFileSync(path, all)
}
