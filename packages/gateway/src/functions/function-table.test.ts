import { expect, test } from 'vitest'
import type { FunctionDocument, VersionDocument } from '../store/function-document.ts'
import { reachableObjects } from '../store/integrity.ts'
import { MemoryStore } from '../store/memory-store.ts'
import { encodeJson } from '../store/tree.ts'
import { FunctionTable } from './function-table.ts'

async function world() {
  const store = new MemoryStore()
  const Hash = await store.writeObject(Buffer.from('zip'))
  const retired: string[] = []
  const retained: string[] = []
  const released: string[] = []
  const packages = {
    directoryOf: async (hash: string, readZip: () => Promise<Uint8Array>) =>
      `/${hash.slice(0, 4)}/${Buffer.from(await readZip()).toString()}`,
    retain(hash: string) {
      retained.push(hash)
      return () => void released.push(hash)
    },
  }
  const open = () =>
    FunctionTable.open({
      region: 'eu-west-1',
      accountId: '000000000000',
      store,
      packages,
      runtime: { retire: (key) => void retired.push(key) },
      random: () => 0.5,
    })
  const version = (Version: string, ChangeId: string, more: object = {}): VersionDocument => ({
    Version,
    ChangeId,
    Settings: {
      Architectures: ['x86_64'],
      Description: '',
      EphemeralStorage: { Size: 512 },
      LoggingConfig: {},
      MemorySize: 128,
      Role: 'role',
      Runtime: 'nodejs22.x',
      Handler: 'a.b',
      SnapStart: {},
      Timeout: 3,
      TracingConfig: {},
      ...more,
    },
    Code: { Hash, Size: 3 },
    Status: { State: 'Active' },
    LastModified: '',
    RevisionId: 'r',
  })
  const document = (Latest: VersionDocument, more: Partial<FunctionDocument> = {}): FunctionDocument => ({
    FunctionName: 'f',
    Latest,
    Versions: [],
    NextVersion: 1,
    Aliases: [],
    Policies: [],
    Tags: {},
    ...more,
  })
  let revision: number | undefined
  const write = async (next: FunctionDocument | undefined) => {
    const bytes = next === undefined ? undefined : encodeJson(next)
    revision = await store.moveRef('functions/eu-west-1/f', revision, bytes)
  }
  return { store, Hash, open, version, document, write, retired, retained, released }
}

test('functions that are there when it is opened, and those that come later', async () => {
  const { open, write, document, version } = await world()
  await write(document(version('$LATEST', 'a', { Environment: { Variables: { AB: 'c' } } })))
  const table = await open()
  expect(table.get('f')?.routeOf(undefined)?.pick()).toMatchObject({
    key: 'a:$LATEST',
    functionName: 'f',
    functionArn: 'arn:aws:lambda:eu-west-1:000000000000:function:f',
    version: '$LATEST',
    runtime: 'nodejs22.x',
    handler: 'a.b',
    timeout: 3,
    memorySize: 128,
    role: 'role',
    environment: { AB: 'c' },
  })
  await write(document(version('$LATEST', 'b')))
  expect(table.get('f')?.routeOf('$LATEST')?.pick().key).toBe('b:$LATEST')
  await write(undefined)
  expect([table.get('f'), table.list()]).toEqual([undefined, []])
  table.close()
})

test('what runs no longer is retired, and only that', async () => {
  const { open, write, document, version, retired } = await world()
  const table = await open()
  await write(document(version('$LATEST', 'a'), { Versions: [version('1', 'a')] }))
  const before = table.get('f')
  await write(document(version('$LATEST', 'a'), { Versions: [version('1', 'a')], Tags: { x: 'y' } }))
  expect(retired).toEqual([])
  expect(before?.isCurrent).toBe(false)
  expect(table.get('f')?.runnables.get('1')).toBe(before?.runnables.get('1'))
  expect(table.get('f')?.load).toBe(before?.load)
  await write(document(version('$LATEST', 'b'), { Versions: [version('1', 'a')] }))
  expect(retired).toEqual(['a:$LATEST'])
  await write(undefined)
  expect(retired).toEqual(['a:$LATEST', 'b:$LATEST', 'a:1'])
})

test('a package is unpacked when it is asked for, and kept until its function is retired', async () => {
  const { open, write, document, version, Hash, retained, released } = await world()
  const table = await open()
  await write(document(version('$LATEST', 'a')))
  expect(retained).toEqual([])
  const runnable = table.get('f')?.routeOf(undefined)?.pick()
  expect(await runnable?.codeDirectory()).toBe(`/${Hash.slice(0, 4)}/zip`)
  await runnable?.codeDirectory()
  expect([retained, released]).toEqual([[Hash], []])
  await write(undefined)
  expect(released).toEqual([Hash])
})

test('a call that came before its function was changed or deleted still finds its package, and keeps it for nobody', async () => {
  const { open, write, document, version, Hash, retained, released } = await world()
  const table = await open()
  await write(document(version('$LATEST', 'a')))
  const first = table.get('f')?.routeOf(undefined)?.pick()
  await first?.codeDirectory()
  await write(document(version('$LATEST', 'b')))
  const second = table.get('f')?.routeOf(undefined)?.pick()
  expect(await first?.codeDirectory()).toBe(`/${Hash.slice(0, 4)}/zip`)
  expect([retained, released]).toEqual([[Hash], [Hash]])
  await write(undefined)
  expect(await second?.codeDirectory()).toBe(`/${Hash.slice(0, 4)}/zip`)
  expect([retained, released]).toEqual([[Hash], [Hash]])
})

test('a closed table hears nothing more', async () => {
  const { open, write, document, version } = await world()
  const table = await open()
  table.close()
  await write(document(version('$LATEST', 'a')))
  expect(table.get('f')).toBeUndefined()
})

test('the store keeps the packages of all versions', async () => {
  const { store, write, document, version, Hash } = await world()
  const other = await store.writeObject(Buffer.from('other'))
  const loose = await store.writeObject(Buffer.from('loose'))
  await write(
    document(version('$LATEST', 'a'), { Versions: [{ ...version('1', 'a'), Code: { Hash: other, Size: 5 } }] }),
  )
  const kept = await reachableObjects(store)
  expect([kept.has(Hash), kept.has(other), kept.has(loose)]).toEqual([true, true, false])
  await store.removeObjectsExcept(new Set([Hash]))
  await expect(reachableObjects(store)).rejects.toThrow('ref functions/eu-west-1/f needs an object that is missing')
})
