import { describe, expect, test } from 'vitest'
import { DocumentRepository } from './document-repository.ts'
import { MemoryStore } from './memory-store.ts'
import { RefConflict } from './store.ts'

interface Counter {
  readonly count: number
  readonly by?: string
}

const PREFIX = 'counters/eu-west-1/'
const missing = () => new Error('there is none')

function make() {
  const store = new MemoryStore()
  return { store, documents: new DocumentRepository<Counter>(store, PREFIX) }
}

describe('documents', () => {
  test('are made, read, listed by id, changed and removed', async () => {
    const { documents } = make()
    expect(await documents.get('a')).toBeUndefined()
    await documents.create('b', { count: 2 })
    await documents.create('a', { count: 1 })
    expect(await documents.list()).toEqual([{ count: 1 }, { count: 2 }])
    const changed = await documents.change('a', ({ count }) => ({ count: count + 10 }), missing)
    expect(changed).toEqual({ count: 11 })
    expect(await documents.get('a')).toEqual({ count: 11 })
    expect(await documents.change('a', () => undefined, missing)).toBeUndefined()
    expect(await documents.list()).toEqual([{ count: 2 }])
  })

  test('of another prefix are not theirs', async () => {
    const { store, documents } = make()
    const others = new DocumentRepository<Counter>(store, 'counters/eu-west-10/')
    await others.create('a', { count: 1 })
    expect(await documents.get('a')).toBeUndefined()
    expect(await documents.list()).toEqual([])
  })

  test('are made once', async () => {
    const { documents } = make()
    await documents.create('a', { count: 1 })
    await expect(documents.create('a', { count: 2 })).rejects.toThrow(RefConflict)
    expect(await documents.get('a')).toEqual({ count: 1 })
  })

  test('that are not there cannot be changed', async () => {
    const { documents } = make()
    await expect(documents.change('a', (document) => document, missing)).rejects.toThrow('there is none')
  })

  test('stay as they are where a change throws', async () => {
    const { store, documents } = make()
    await documents.create('a', { count: 1 })
    const before = await store.readRef(`${PREFIX}a`)
    const change = () => {
      throw new Error('no')
    }
    await expect(documents.change('a', change, missing)).rejects.toThrow('no')
    expect(await store.readRef(`${PREFIX}a`)).toEqual(before)
  })

  test('lose nothing of 100 parallel changes', async () => {
    const { documents } = make()
    await documents.create('a', { count: 0 })
    const change = ({ count }: Counter) => ({ count: count + 1 })
    await Promise.all(Array.from({ length: 100 }, () => documents.change('a', change, missing)))
    expect(await documents.get('a')).toEqual({ count: 100 })
  })

  test('lose nothing where two repositories change them', async () => {
    const { store, documents } = make()
    const others = new DocumentRepository<Counter>(store, PREFIX)
    await documents.create('a', { count: 0 })
    const change = ({ count }: Counter) => ({ count: count + 1 })
    const both = [documents, others].flatMap((one) =>
      Array.from({ length: 50 }, () => one.change('a', change, missing)),
    )
    await Promise.all(both)
    expect(await documents.get('a')).toEqual({ count: 100 })
  })
})
