import { beforeEach, describe, expect, test } from 'vitest'
import { ApiRepository } from './api-repository.ts'
import type { ApiSnapshot } from './api-snapshot.ts'
import type { ApiDocument, IntegrationDocument } from './documents.ts'
import { MemoryStore } from './memory-store.ts'
import type { Hash, Revision } from './store.ts'
import { RefConflict } from './store.ts'

/** Counts what is asked of it; `beforeMove` runs before each move, as another writer would. */
class WatchedStore extends MemoryStore {
  reads = 0
  writes = 0
  beforeMove: (() => Promise<unknown>) | undefined

  override readObject(hash: Hash): Promise<Uint8Array> {
    this.reads++
    return super.readObject(hash)
  }

  override writeObject(bytes: Uint8Array): Promise<Hash> {
    this.writes++
    return super.writeObject(bytes)
  }

  override async moveRef(name: string, expected: Revision | undefined, next: Uint8Array | undefined) {
    const first = this.beforeMove
    this.beforeMove = undefined
    await first?.()
    return super.moveRef(name, expected, next)
  }
}

const missing = () => new Error('there is none')
const apiOf = (ApiId: string): ApiDocument => ({
  ApiId,
  Name: ApiId,
  ProtocolType: 'HTTP',
  RouteSelectionExpression: '$request.method $request.path',
})
const integration = (IntegrationId: string, Description?: string): IntegrationDocument => ({
  IntegrationId,
  IntegrationType: 'HTTP_PROXY',
  ...(Description === undefined ? {} : { Description }),
})

let store: WatchedStore
let apis: ApiRepository

beforeEach(() => {
  store = new WatchedStore()
  apis = new ApiRepository(store, 'eu-west-1')
})

const make = (ApiId: string, integrations = 0) =>
  apis.create(apiOf(ApiId), (draft) => {
    for (let n = 0; n < integrations; n++) draft.put('integrations', `old${n}`, integration(`old${n}`))
  })
const put = (repository: ApiRepository, id: string, description?: string) =>
  repository.change('a', (draft) => draft.put('integrations', id, integration(id, description)), missing)
const idsOf = (snapshot: ApiSnapshot | undefined) => [...(snapshot?.integrations.keys() ?? [])].toSorted()
const numbered = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}${n}`)

describe('an API', () => {
  test('is made with what is in it, in one move', async () => {
    const heard: string[] = []
    apis.watch((apiId) => void heard.push(apiId))
    await make('a', 3)
    expect(heard).toEqual(['a'])
    expect(idsOf(await apis.get('a'))).toEqual(numbered('old', 3))
  })

  test('is the same to those who read it from the store', async () => {
    await make('a', 20)
    await apis.change(
      'a',
      async (draft) => {
        draft.api = { ...draft.api, Description: 'changed' }
        draft.remove('integrations', 'old3')
        draft.put('integrationresponses', 'old4/r', { IntegrationResponseId: 'r', IntegrationResponseKey: '$default' })
        draft.put('deployments', 'd', { DeploymentId: 'd', Frozen: await apis.freeze(draft) })
        draft.put('stages', '$default', { StageName: '$default', DeploymentId: 'd' })
      },
      missing,
    )
    const read = await new ApiRepository(store, 'eu-west-1').get('a')
    expect(read).toEqual(await apis.get('a'))
    expect(read?.integrationresponses.get('old4/r')?.IntegrationResponseKey).toBe('$default')
  })

  test('is made once', async () => {
    await make('a', 1)
    await expect(make('a', 2)).rejects.toThrow(RefConflict)
    expect(idsOf(await apis.get('a'))).toEqual(['old0'])
  })

  test('is listed by id, in its region', async () => {
    for (const id of ['b', 'a', 'c']) await make(id)
    await new ApiRepository(store, 'eu-west-10').create(apiOf('d'), () => undefined)
    expect((await apis.list()).map((api) => api.ApiId)).toEqual(['a', 'b', 'c'])
    expect(await apis.get('d')).toBeUndefined()
  })

  test('that is not there is what the caller says', async () => {
    expect(await apis.get('a')).toBeUndefined()
    await expect(put(apis, 'i')).rejects.toThrow('there is none')
    await expect(apis.remove('a', () => undefined, missing)).rejects.toThrow('there is none')
  })

  test('is removed, unless the check throws', async () => {
    await make('a')
    const check = () => {
      throw new Error('in use')
    }
    await expect(apis.remove('a', check, missing)).rejects.toThrow('in use')
    expect(await apis.get('a')).toBeDefined()
    await apis.remove('a', () => undefined, missing)
    expect(await apis.get('a')).toBeUndefined()
    await make('a', 1)
    expect(idsOf(await apis.get('a'))).toEqual(['old0'])
  })
})

describe('changes', () => {
  test('of 100 parallel callers lose nothing, and answer each its own', async () => {
    await make('a')
    const ids = numbered('i', 100)
    const change = (id: string) =>
      apis.change(
        'a',
        async (draft) => {
          const { size } = draft.all('integrations')
          await new Promise(setImmediate)
          draft.put('integrations', id, integration(id))
          return [id, size]
        },
        missing,
      )
    expect(await Promise.all(ids.map(change))).toEqual(ids.map((id, index) => [id, index]))
    expect(idsOf(await apis.get('a'))).toEqual(ids.toSorted())
    expect(idsOf(await new ApiRepository(store, 'eu-west-1').get('a'))).toEqual(ids.toSorted())
  })

  test.each([
    ['at once', false],
    ['after it waited', true],
  ])('that throw %s write nothing and stop nobody', async (_, waits) => {
    await make('a', 2)
    const before = await apis.get('a')
    store.writes = 0
    const heard: string[] = []
    apis.watch((apiId) => void heard.push(apiId))
    const change = apis.change(
      'a',
      async (draft) => {
        draft.remove('integrations', 'old0')
        draft.put('integrations', 'new', integration('new'))
        if (waits) await new Promise(setImmediate)
        throw new Error('no')
      },
      missing,
    )
    await expect(change).rejects.toThrow('no')
    expect(store.writes).toBe(0)
    expect(await apis.get('a')).toBe(before)
    await put(apis, 'i')
    expect(heard).toEqual(['a'])
    expect(idsOf(await apis.get('a'))).toEqual(['i', 'old0', 'old1'])
  })

  test('that change nothing move nothing', async () => {
    await make('a', 2)
    const before = await apis.get('a')
    await put(apis, 'old0')
    await apis.change('a', (draft) => draft.remove('integrations', 'never there'), missing)
    expect((await apis.get('a'))?.revision).toBe(before?.revision)
  })

  test('do not show in what was read before', async () => {
    await make('a', 2)
    const before = await apis.get('a')
    await put(apis, 'i')
    await apis.change('a', (draft) => draft.remove('integrations', 'old0'), missing)
    expect(idsOf(before)).toEqual(['old0', 'old1'])
    expect(idsOf(await apis.get('a'))).toEqual(['i', 'old1'])
  })

  test('cost a large API as many reads and writes of objects as a small one', async () => {
    const costs: [reads: number, writes: number][] = []
    for (const size of [10, 1000]) {
      store = new WatchedStore()
      apis = new ApiRepository(store, 'eu-west-1')
      // As the data plane does: it asks for the state as soon as it hears of it.
      const states: Promise<ApiSnapshot | undefined>[] = []
      apis.watch((apiId) => void states.push(apis.get(apiId)))
      await make('a', size)
      store.reads = 0
      store.writes = 0
      await put(apis, 'old7', 'changed')
      expect((await states.at(-1))?.integrations.get('old7')?.Description).toBe('changed')
      costs.push([store.reads, store.writes])
    }
    // The root and a bucket are read; those and the document are written.
    expect(costs).toEqual([
      [2, 3],
      [2, 3],
    ])
  })
})

describe('a watch', () => {
  test('tells of a change before its maker is answered, and who asks then gets the change', async () => {
    await make('a')
    const order: string[] = []
    const states: Promise<string>[] = []
    apis.watch((apiId) => {
      order.push('told')
      states.push(apis.get(apiId).then((snapshot) => idsOf(snapshot).join()))
    })
    await put(apis, 'i').then(() => order.push('answered'))
    await apis.remove('a', () => undefined, missing).then(() => order.push('answered'))
    expect(order).toEqual(['told', 'answered', 'told', 'answered'])
    expect(await Promise.all(states)).toEqual(['i', ''])
  })

  test('ends, and is of one region', async () => {
    const heard: string[] = []
    const stop = apis.watch((apiId) => void heard.push(apiId))
    await new ApiRepository(store, 'us-east-1').create(apiOf('b'), () => undefined)
    await make('a')
    stop()
    await put(apis, 'i')
    expect(heard).toEqual(['a'])
  })
})

describe('two repositories on one store', () => {
  let others: ApiRepository

  beforeEach(async () => {
    others = new ApiRepository(store, 'eu-west-1')
    await make('a')
  })

  test('lose nothing of what they change at once', async () => {
    const changes = [...numbered('i', 50).map((id) => put(apis, id)), ...numbered('j', 50).map((id) => put(others, id))]
    await Promise.all(changes)
    const all = [...numbered('i', 50), ...numbered('j', 50)].toSorted()
    expect(idsOf(await apis.get('a'))).toEqual(all)
    expect(idsOf(await others.get('a'))).toEqual(all)
  })

  test('run a change again on what the other wrote', async () => {
    store.beforeMove = () => put(others, 'j')
    const seen: string[][] = []
    await apis.change(
      'a',
      (draft) => {
        seen.push([...draft.all('integrations').keys()])
        draft.put('integrations', 'i', integration('i'))
      },
      missing,
    )
    expect(seen).toEqual([[], ['j']])
    expect(idsOf(await others.get('a'))).toEqual(['i', 'j'])
  })

  test('check again before they remove what the other changed', async () => {
    store.beforeMove = () => put(others, 'j')
    const seen: string[][] = []
    await apis.remove('a', (snapshot) => void seen.push(idsOf(snapshot)), missing)
    expect(seen).toEqual([[], ['j']])
    expect(await others.get('a')).toBeUndefined()
  })

  test('do not bring back what the other removed', async () => {
    store.beforeMove = () => others.remove('a', () => undefined, missing)
    await expect(put(apis, 'i')).rejects.toThrow('there is none')
    expect(await apis.get('a')).toBeUndefined()
    expect(await apis.list()).toEqual([])
  })

  test('read on their own what the other wrote', async () => {
    expect(idsOf(await others.get('a'))).toEqual([])
    await put(apis, 'i')
    expect(idsOf(await others.get('a'))).toEqual(['i'])
  })
})

describe('a frozen definition', () => {
  const deploy = (id: string) =>
    apis.change(
      'a',
      async (draft) => {
        const deployment = { DeploymentId: id, Frozen: await apis.freeze(draft) }
        draft.put('deployments', id, deployment)
        return deployment
      },
      missing,
    )

  test('stays as it was frozen, for this repository and for later ones', async () => {
    await make('a', 5)
    const deployment = await deploy('d')
    await put(apis, 'old0', 'changed')
    await apis.change('a', (draft) => draft.remove('integrations', 'old1'), missing)
    await apis.change('a', (draft) => void (draft.api = { ...draft.api, Name: 'renamed' }), missing)
    for (const repository of [apis, new ApiRepository(store, 'eu-west-1')]) {
      const { api, integrations } = await repository.frozen(deployment)
      expect(api.Name).toBe('a')
      expect([...integrations.keys()].toSorted()).toEqual(numbered('old', 5))
      expect(integrations.get('old0')?.Description).toBeUndefined()
    }
  })

  test('has what the draft had, of changes in the same draft too', async () => {
    await make('a', 1)
    const deployment = await apis.change(
      'a',
      async (draft) => {
        draft.put('integrations', 'i', integration('i', 'before'))
        const Frozen = await apis.freeze(draft)
        draft.put('integrations', 'i', integration('i', 'after'))
        draft.put('deployments', 'd', { DeploymentId: 'd', Frozen })
        return { DeploymentId: 'd', Frozen }
      },
      missing,
    )
    const afresh = new ApiRepository(store, 'eu-west-1')
    for (const repository of [apis, afresh]) {
      expect((await repository.frozen(deployment)).integrations.get('i')?.Description).toBe('before')
      expect((await repository.get('a'))?.integrations.get('i')?.Description).toBe('after')
    }
  })

  test('is not read where it was frozen a moment ago, and costs no second writing', async () => {
    await make('a', 100)
    store.reads = 0
    store.writes = 0
    const deployment = await deploy('d')
    // Of the definition nothing changed: its API, its tree's root as it was; the deployment, its bucket and its root.
    expect(store.writes).toBe(1 + 3)
    expect((await apis.frozen(deployment)).integrations.size).toBe(100)
    expect(store.reads).toBeLessThan(5)
  })

  test('is one object to all who ask at once', async () => {
    await make('a', 10)
    const deployment = await deploy('d')
    const afresh = new ApiRepository(store, 'eu-west-1')
    const [one, other] = await Promise.all([afresh.frozen(deployment), afresh.frozen(deployment)])
    expect(one).toBe(other)
    expect(await afresh.frozen(deployment)).toBe(one)
  })
})
