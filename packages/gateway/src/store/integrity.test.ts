import { beforeEach, describe, expect, test } from 'vitest'
import { ApiRepository } from './api-repository.ts'
import type { ApiRef } from './api-snapshot.ts'
import type { Frozen } from './documents.ts'
import { reachableObjects } from './integrity.ts'
import { MemoryStore } from './memory-store.ts'
import type { Hash } from './store.ts'
import { StoreDamaged } from './store.ts'
import { decodeJson, encodeJson, readTree } from './tree.ts'

const missing = () => new Error('there is none')
const integration = (IntegrationId: string, Description = '') => ({
  IntegrationId,
  IntegrationType: 'HTTP_PROXY' as const,
  Description,
})

let store: MemoryStore
let apis: ApiRepository
let frozen: Frozen

/** An API with an integration of which only a deployment has the first version. */
beforeEach(async () => {
  store = new MemoryStore()
  apis = new ApiRepository(store, 'eu-west-1')
  const api = { ApiId: 'a', Name: 'a', ProtocolType: 'HTTP', RouteSelectionExpression: '$request.method' } as const
  await apis.create(api, async (draft) => {
    draft.put('integrations', 'i', integration('i', 'first'))
    frozen = await apis.freeze(draft)
    draft.put('deployments', 'd', { DeploymentId: 'd', Frozen: frozen })
  })
  const change = (Description: string) =>
    apis.change('a', (draft) => draft.put('integrations', 'i', integration('i', Description)), missing)
  await change('second')
  await change('third')
})

async function refOf(apiId: string): Promise<ApiRef> {
  const ref = await store.readRef(`apis/eu-west-1/${apiId}`)
  if (ref === undefined) throw missing()
  return decodeJson(ref.bytes)
}

describe('what refs reach', () => {
  test('is the state and what was deployed, and not the states between them', async () => {
    const reachable = await reachableObjects(store)
    const { definition, publication } = await refOf('a')
    for (const root of [definition, publication, frozen.definition]) {
      expect(reachable).toContain(root)
      for (const [, hash] of await readTree(store, root)) expect(reachable).toContain(hash)
    }
    expect(reachable).toContain(frozen.api)
    expect(await store.removeObjectsExcept(reachable)).toBeGreaterThanOrEqual(3)
    expect((await apis.frozen({ Frozen: frozen })).integrations.get('i')?.Description).toBe('first')
    const afresh = new ApiRepository(store, 'eu-west-1')
    expect((await afresh.get('a'))?.integrations.get('i')?.Description).toBe('third')
    const frozenAfresh = await afresh.frozen({ Frozen: frozen })
    expect(frozenAfresh.integrations.get('i')?.Description).toBe('first')
    expect(await reachableObjects(store)).toEqual(reachable)
  })

  test('is nothing once the API is gone', async () => {
    await apis.remove('a', () => undefined, missing)
    expect(await reachableObjects(store)).toEqual(new Set())
  })

  test('does not depend on what documents beside the APIs hold', async () => {
    await store.moveRef('vpclinks/eu-west-1/v', undefined, encodeJson({ definition: 'no hash' }))
    const reachable = await reachableObjects(store)
    expect(reachable).not.toContain('no hash')
  })

  test('is damaged wherever one object is missing', async () => {
    const reachable = await reachableObjects(store)
    const lacking = async (hash: Hash) => {
      const copy = new MemoryStore()
      for (const other of reachable) if (other !== hash) await copy.writeObject(await store.readObject(other))
      for await (const ref of store.listRefs('')) await copy.moveRef(ref.name, undefined, ref.bytes)
      return copy
    }
    for (const hash of reachable) {
      const walk = reachableObjects(await lacking(hash))
      await expect(walk).rejects.toThrow(StoreDamaged)
      await expect(walk).rejects.toThrow(`ref apis/eu-west-1/a needs an object that is missing: ${hash}`)
    }
    expect(reachable.size).toBeGreaterThanOrEqual(10)
  })
})
