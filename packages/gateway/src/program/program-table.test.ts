import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { setImmediate } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { ApiRepository } from '../store/api-repository.ts'
import { MemoryStore } from '../store/memory-store.ts'
import type { HttpApiProgram } from './api-program.ts'
import { HttpStageProgram } from './http-stage-program.ts'
import { type ProgramFailure, ProgramTable } from './program-table.ts'
import { changeApi, createApi, deploy, putRoutes, testApiDocument, testOwner, testStage } from './test-api.ts'

const ID = testApiDocument().ApiId

function repository(): ApiRepository {
  return new ApiRepository(new MemoryStore(), 'eu-west-1')
}

async function open(apis: ApiRepository, mostPrograms?: number): Promise<ProgramTable> {
  const table = await ProgramTable.open(apis, testOwner, mostPrograms === undefined ? {} : { mostPrograms })
  onTestFinished(() => table.close())
  return table
}

/** The API's stages, each as the key of the route that takes `GET /a`, or what stands in its place. */
async function stages(table: ProgramTable, apiId = ID): Promise<Record<string, string | undefined> | undefined> {
  const api = await table.find(apiId)
  if (api?.protocolType !== 'HTTP') return undefined
  const shown = [...api.stages].map(([name, stage]) => [
    name,
    stage instanceof HttpStageProgram ? stage.findRoute('GET', '/a')?.route.routeKey : stage,
  ])
  return Object.fromEntries(shown) as Record<string, string | undefined>
}

async function stageOf(table: ProgramTable, name = '$default'): Promise<HttpStageProgram> {
  const stage = ((await table.find(ID)) as HttpApiProgram).stages.get(name)
  if (stage instanceof HttpStageProgram) return stage
  throw new Error(`the stage ${name} is ${stage}`)
}

function failures(): ProgramFailure[] {
  const told: ProgramFailure[] = []
  const listener = (message: unknown) => void told.push(message as ProgramFailure)
  subscribe('postern:program:failure', listener)
  onTestFinished(() => void unsubscribe('postern:program:failure', listener))
  return told
}

test('APIs from before the start and after it are served; others are not known', async () => {
  const apis = repository()
  await createApi(apis, { 'GET /a': 'http://b' })
  const table = await open(apis)
  await createApi(apis, { 'ANY /a': 'http://b' }, { api: { ApiId: 'second' } })
  expect(await stages(table)).toEqual({ $default: 'GET /a' })
  expect(await stages(table, 'second')).toEqual({ $default: 'ANY /a' })
  expect(table.find('constructor')).toBeUndefined()
})

test('a look-up that has nothing to wait for gives the program itself, and reads nothing', async () => {
  const apis = repository()
  await createApi(apis, { 'GET /a': 'http://b' })
  const table = await open(apis)
  const program = await table.find(ID)
  const read = vi.spyOn(apis, 'get')
  expect(table.find(ID)).toBe(program)
  expect(table.find('unknown')).toBeUndefined()
  expect(read).not.toHaveBeenCalled()
})

test('whoever was told of a change finds it', async () => {
  const apis = repository()
  await createApi(apis, { 'GET /a': 'http://b' })
  const table = await open(apis)
  expect(await stages(table)).toEqual({ $default: 'GET /a' })
  for (const key of ['ANY /a', 'GET /{x}', 'ANY /{x+}']) {
    await changeApi(apis, (draft) => {
      putRoutes(draft, { [key]: 'http://b' })
      return deploy(apis, draft)
    })
    expect(await stages(table)).toEqual({ $default: key })
  }
})

test('a stage serves what its deployment froze, not what was changed since', async () => {
  const apis = repository()
  await createApi(apis, { 'GET /a': 'http://b' })
  const table = await open(apis)
  const before = await stageOf(table)
  await changeApi(apis, (draft) => putRoutes(draft, { 'ANY /a': 'http://b' }))
  expect(await stages(table)).toEqual({ $default: 'GET /a' })
  // Nothing that concerns the stage changed, so it is the same program.
  expect(await stageOf(table)).toBe(before)
})

test('a change of a stage’s variables binds it anew, without another reading of its deployment', async () => {
  const apis = repository()
  await createApi(apis, { 'GET /a': 'http://b' })
  const table = await open(apis)
  const before = await stageOf(table)
  const stage = before.stage
  await changeApi(apis, (draft) => draft.put('stages', '$default', { ...stage, StageVariables: { x: '1' } }))
  const after = await stageOf(table)
  expect(after).not.toBe(before)
  expect(after.definition).toBe(before.definition)
})

test('stages without deployment, and stages that are gone', async () => {
  const apis = repository()
  await createApi(apis, { 'GET /a': 'http://b' })
  const table = await open(apis)
  await changeApi(apis, (draft) => draft.put('stages', 'new', testStage({ StageName: 'new' })))
  expect(await stages(table)).toEqual({ $default: 'GET /a', new: 'undeployed' })
  await changeApi(apis, (draft) => draft.remove('stages', 'new'))
  expect(await stages(table)).toEqual({ $default: 'GET /a' })
})

test('many changes are one compilation, and many look-ups too', async () => {
  const apis = repository()
  await createApi(apis, { 'GET /a': 'http://b' })
  const table = await open(apis)
  const frozen = vi.spyOn(apis, 'frozen')
  for (let change = 0; change < 20; change++) {
    await changeApi(apis, (draft) => {
      putRoutes(draft, { [`GET /${change}`]: 'http://b', 'ANY /a': 'http://b' })
      return deploy(apis, draft)
    })
  }
  const found = await Promise.all(Array.from({ length: 20 }, async () => table.find(ID)))
  expect(new Set(found).size).toBe(1)
  expect(frozen).toHaveBeenCalledTimes(1)
})

test('a look-up during a compilation that began before a change waits for the next one', async () => {
  const apis = repository()
  await createApi(apis, { 'GET /a': 'http://b' })
  const table = await open(apis)
  const read = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const get = apis.get.bind(apis)
  vi.spyOn(apis, 'get').mockImplementationOnce(async (apiId) => {
    const snapshot = await get(apiId)
    read.resolve()
    await release.promise
    return snapshot
  })
  const early = stages(table)
  await read.promise
  await changeApi(apis, (draft) => {
    putRoutes(draft, { 'ANY /a': 'http://b' })
    return deploy(apis, draft)
  })
  const late = stages(table)
  release.resolve()
  expect(await late).toEqual({ $default: 'ANY /a' })
  expect(Object.keys((await early) ?? {})).toEqual(['$default'])
})

test('a definition that does not compile leaves the old program, and is told', async () => {
  const told = failures()
  const apis = repository()
  await createApi(apis, { 'GET /a': 'http://b' })
  const table = await open(apis)
  const before = await stageOf(table)
  await changeApi(apis, (draft) => {
    putRoutes(draft, { 'ANY /a': 'http://{x}/' })
    return deploy(apis, draft)
  })
  expect(await stageOf(table)).toBe(before)
  expect(told).toMatchObject([{ apiId: ID, stage: '$default', error: { name: 'DefinitionError' } }])
  // It is told once, not with every call; and the next good one is served.
  expect(await stageOf(table)).toBe(before)
  expect(told).toHaveLength(1)
  await changeApi(apis, (draft) => {
    putRoutes(draft, { 'ANY /a': 'http://b/' })
    return deploy(apis, draft)
  })
  expect(await stages(table)).toEqual({ $default: 'ANY /a' })
})

test('without an old program the stage is broken, and its neighbours are not', async () => {
  const apis = repository()
  await createApi(apis, { 'GET /a': 'http://b' })
  await changeApi(apis, (draft) => {
    putRoutes(draft, { 'ANY /a': 'http://{x}/' })
    return deploy(apis, draft, { StageName: 'bad' })
  })
  expect(await stages(await open(apis))).toEqual({ $default: 'GET /a', bad: 'broken' })
})

test('a store that cannot be read: what was served goes on, what was not fails, and the next call tries again', async () => {
  const told = failures()
  const apis = repository()
  await createApi(apis, { 'GET /a': 'http://b' })
  const table = await open(apis)
  // Not the first reading: that one is the sweep's.
  await setImmediate()
  const get = vi.spyOn(apis, 'get').mockRejectedValueOnce(new Error('disk'))
  await expect(table.find(ID)).rejects.toThrow('disk')
  const program = await table.find(ID)
  await changeApi(apis, (draft) => draft.put('stages', 'new', testStage({ StageName: 'new' })))
  await setImmediate()
  get.mockRejectedValueOnce(new Error('disk'))
  expect(await table.find(ID)).toBe(program)
  expect(told).toMatchObject([{ stage: undefined }, { apiId: ID, stage: undefined }])
  expect(await stages(table)).toEqual({ $default: 'GET /a', new: 'undeployed' })
})

test('a removed API is not known any more, whether it was called or not', async () => {
  const apis = repository()
  const table = await open(apis)
  await createApi(apis, { 'GET /a': 'http://b' })
  await createApi(apis, { 'GET /a': 'http://b' }, { api: { ApiId: 'other' } })
  expect(await stages(table)).toBeDefined()
  for (const apiId of [ID, 'other'])
    await apis.remove(
      apiId,
      () => {},
      () => new Error('missing'),
    )
  expect(await table.find(ID)).toBeUndefined()
  // The sweep removes the other one without a call: nothing is left to wait for.
  const get = vi.spyOn(apis, 'get')
  await vi.waitFor(() => expect(table.find('other')).toBeUndefined())
  expect(get.mock.calls.length).toBeLessThanOrEqual(1)
  await createApi(apis, { 'ANY /a': 'http://b' })
  expect(await stages(table)).toEqual({ $default: 'ANY /a' })
})

test('beyond the bound, the program that was used longest ago is dropped, and made again when it is called', async () => {
  const apis = repository()
  for (const ApiId of ['one', 'two', 'three']) await createApi(apis, { 'GET /a': 'http://b' }, { api: { ApiId } })
  const table = await open(apis, 2)
  const one = await table.find('one')
  const two = await table.find('two')
  expect(table.find('one')).toBe(one)
  await table.find('three')
  expect(table.find('one')).toBe(one)
  const again = table.find('two')
  expect(again).toBeInstanceOf(Promise)
  expect(await again).not.toBe(two)
  expect(await again).toEqual(two)
})

test('of a WebSocket API its stages are known', async () => {
  const apis = repository()
  await createApi(
    apis,
    { $connect: undefined },
    {
      api: { ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' },
      stage: { StageName: 'prod' },
    },
  )
  const program = await (await open(apis)).find(ID)
  expect(program?.protocolType).toBe('WEBSOCKET')
  expect([...(program?.stages.keys() ?? [])]).toEqual(['prod'])
})

test('after the end, changes are not heard of', async () => {
  const apis = repository()
  const table = await ProgramTable.open(apis, testOwner)
  table.close()
  await createApi(apis, { 'GET /a': 'http://b' })
  expect(table.find(ID)).toBeUndefined()
})
