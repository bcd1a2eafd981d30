import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionConfigurationCommand,
  UpdateFunctionCodeCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import type { PreparationFailure } from './function-preparation.ts'
import { newFunction, otherZip, patiently, testLambda } from './test-lambda.ts'

const FunctionName = 'f'
const read = new GetFunctionConfigurationCommand({ FunctionName })

test('what a server that died left pending, the next makes ready', async () => {
  const first = await testLambda()
  // Never opened: as if the server died before the package was unpacked.
  first.packages.gate = new Promise(() => undefined)
  await first.client.send(new CreateFunctionCommand({ ...newFunction, Publish: true }))
  expect((await first.client.send(read)).State).toBe('Pending')

  const { client, packages } = await testLambda({ store: first.store })
  await waitUntilFunctionActiveV2(patiently(client), { FunctionName })
  const version = await client.send(new GetFunctionConfigurationCommand({ FunctionName, Qualifier: '1' }))
  expect(version).toMatchObject({ State: 'Active', LastUpdateStatus: 'Successful' })
  expect(packages.unpacked).toHaveLength(2)
})

test('a change waits for the one before, and is told as in progress', async () => {
  const { client, packages } = await testLambda()
  const gate = Promise.withResolvers<void>()
  packages.gate = gate.promise
  await client.send(new CreateFunctionCommand(newFunction))
  const updating = client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: otherZip }))
  gate.resolve()
  expect(await updating).toMatchObject({ State: 'Active', LastUpdateStatus: 'InProgress' })
  await waitUntilFunctionUpdatedV2(patiently(client), { FunctionName })
})

test('a package that cannot be unpacked fails the function, and another one mends it', async () => {
  const { client, packages } = await testLambda()
  const told: unknown[] = []
  const done = Promise.withResolvers<void>()
  const listener = (message: unknown) => {
    const { functionName, error } = message as PreparationFailure
    told.push([functionName, (error as Error).message])
    done.resolve()
  }
  subscribe('postern:functions:preparation', listener)
  packages.gate = Promise.reject(new Error('disk full'))
  packages.gate.catch(() => undefined)
  await client.send(new CreateFunctionCommand(newFunction))
  await done.promise
  unsubscribe('postern:functions:preparation', listener)
  expect(told).toEqual([['f', 'disk full']])
  expect(await client.send(read)).toMatchObject({
    State: 'Failed',
    StateReasonCode: 'InternalError',
    StateReason: 'The package could not be unpacked; the log of the server says why.',
  })
  packages.gate = Promise.resolve()
  await client.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile: otherZip }))
  await waitUntilFunctionActiveV2(patiently(client), { FunctionName })
})

test('a function that goes while it is prepared leaves nothing behind', async () => {
  const { client, packages, store, close } = await testLambda()
  const gate = Promise.withResolvers<void>()
  packages.gate = gate.promise
  await client.send(new CreateFunctionCommand(newFunction))
  await client.send(new DeleteFunctionCommand({ FunctionName }))
  gate.resolve()
  await close()
  expect(await Array.fromAsync(store.listRefs(''))).toEqual([])
})

test('two creations at once: one of them is refused', async () => {
  const { client } = await testLambda()
  const both = [1, 2].map(() => client.send(new CreateFunctionCommand(newFunction)))
  const outcomes = await Promise.allSettled(both)
  expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const refused = outcomes.find((outcome) => outcome.status === 'rejected')
  expect(refused?.reason).toMatchObject({ message: 'Function already exist: f' })
})

test('closing while a package is unpacked neither fails the function nor waits for a change', async () => {
  const { client, packages, close, store } = await testLambda()
  const gate = Promise.withResolvers<void>()
  packages.gate = gate.promise
  await client.send(new CreateFunctionCommand(newFunction))
  const closed = close()
  gate.reject(new Error('closed'))
  await closed
  const [ref] = await Array.fromAsync(store.listRefs(''))
  expect(Buffer.from(ref?.bytes ?? []).toString()).toContain('"State":"Pending"')
})
