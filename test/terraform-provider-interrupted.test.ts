import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { CreateApiCommand, GetIntegrationsCommand } from '@aws-sdk/client-apigatewayv2'
import { afterAll, beforeAll, expect } from 'vitest'
import { bundleProvider } from '../packages/terraform-provider/build/bundle-provider.ts'
import { clientOf } from './support/client.ts'
import { findProgram, testWith } from './support/find-program.ts'
import { HoldingProxy } from './support/holding-proxy.ts'
import { PosternProcess } from './support/postern-process.ts'
import { untilGone } from './support/running-terraform.ts'
import { TerraformProject } from './support/terraform.ts'

const test = testWith('terraform and /proc', findProgram('terraform') !== undefined && existsSync('/proc/self/stat'))

const release = mkdtempSync(join(tmpdir(), 'postern-provider-'))
let provider: string
let postern: PosternProcess
beforeAll(async () => {
  provider = dirname(await bundleProvider(release))
  postern = await PosternProcess.start()
})
afterAll(async () => {
  await postern.stop()
  rmSync(release, { recursive: true, force: true })
})

// One at a time: the second create is the one that is held, and the third has not begun.
const apply = ['apply', '-parallelism=1', '-auto-approve', '-input=false', '-no-color']

test('Ctrl-C while something is made: it is in the state, and the next plan makes the rest', async () => {
  await using scene = await open()
  const second = scene.holdCreate(2)
  const terraform = scene.project.start(...apply)
  await second.arrived
  terraform.signalGroup('SIGINT')
  await terraform.untilSaid('Interrupt received')
  second.release()
  const { status, stderr } = await terraform.ended
  expect([status, stderr]).toEqual([1, expect.stringContaining('execution halted')])
  expect(await scene.inState()).toBe(2)
  expect(await scene.there()).toBe(2)
  expect(scene.leftovers()).toEqual([])
  expect(await scene.project.plan()).toContain('Plan: 1 to add, 0 to change, 0 to destroy.')
  await scene.project.apply()
  expect(await scene.project.plan()).toBe('')
})

test('Ctrl-C while a call is tried again and again: no further attempt', async () => {
  await using scene = await open()
  let attempts = 0
  const { promise: third, resolve } = Promise.withResolvers<void>()
  scene.proxy.before = (method) => {
    if (method !== 'POST') return Promise.resolve(undefined)
    if (++attempts === 3) resolve()
    return Promise.resolve(429)
  }
  const terraform = scene.project.start(...apply)
  await third
  terraform.signalGroup('SIGINT')
  const { status, stderr } = await terraform.ended
  expect([status, stderr]).toEqual([1, expect.stringContaining('not now')])
  // 25 attempts take minutes.
  expect(attempts).toBeLessThan(25)
  expect(await scene.inState()).toBe(0)
})

test('Ctrl-C twice: Terraform waits for nothing, and the provider ends with it', async () => {
  await using scene = await open()
  const second = scene.holdCreate(2)
  const terraform = scene.project.start(...apply)
  await second.arrived
  const providers = terraform.providers()
  expect(providers).toHaveLength(1)
  terraform.signalGroup('SIGINT')
  await terraform.untilSaid('Interrupt received')
  terraform.signalGroup('SIGINT')
  const { status, stdout, stderr } = await terraform.ended
  expect([status, stdout + stderr]).toEqual([1, expect.stringContaining('Two interrupts received')])
  await untilGone(providers)
  expect(scene.leftovers()).toEqual([])
  second.release()
  expect(await scene.inState()).toBe(1)
})

test('the provider is killed: what was finished is in the state, and the next apply makes the rest', async () => {
  await using scene = await open()
  const second = scene.holdCreate(2)
  const terraform = scene.project.start(...apply)
  await second.arrived
  for (const pid of terraform.providers()) process.kill(pid, 'SIGKILL')
  const { status, stderr } = await terraform.ended
  expect([status, stderr]).toEqual([1, expect.stringContaining('ApplyResourceChange')])
  expect(await scene.inState()).toBe(1)
  second.release()
  await second.answered
  expect(await scene.project.plan()).toContain('Plan: 2 to add, 0 to change, 0 to destroy.')
  await scene.project.apply()
  expect(await scene.project.plan()).toBe('')
  // The answer that told of it is lost: it is nobody's, as with AWS.
  expect([await scene.inState(), await scene.there()]).toEqual([3, 4])
})

test('SIGTERM to the provider while something is made: nothing is lost', async () => {
  await using scene = await open()
  const second = scene.holdCreate(2)
  const terraform = scene.project.start(...apply)
  await second.arrived
  const providers = terraform.providers()
  for (const pid of providers) process.kill(pid, 'SIGTERM')
  second.release()
  await terraform.ended
  await untilGone(providers)
  expect(await scene.there()).toBeGreaterThanOrEqual(2)
  expect(await scene.inState()).toBe(await scene.there())
  expect(scene.leftovers()).toEqual([])
})

test('Terraform is killed: the provider ends by itself, and the next apply makes the rest', async () => {
  await using scene = await open()
  const second = scene.holdCreate(2)
  const terraform = scene.project.start(...apply)
  await second.arrived
  const providers = terraform.providers()
  expect(providers).toHaveLength(1)
  process.kill(terraform.pid, 'SIGKILL')
  await untilGone(providers)
  expect(scene.leftovers()).toEqual([])
  second.release()
  await second.answered
  expect(await scene.inState()).toBe(1)
  await scene.project.apply()
  expect(await scene.project.plan()).toBe('')
})

interface HeldCreate {
  readonly arrived: Promise<void>
  /** The server has done it. */
  readonly answered: Promise<void>
  release(): void
}

/** An API, a proxy before it, and a project that makes three integrations. */
async function open() {
  const proxy = new HoldingProxy(postern.url)
  const client = clientOf(postern.url)
  const { ApiId = '' } = await client.send(
    new CreateApiCommand({ Name: 'api', ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.action' }),
  )
  const source = join(import.meta.dirname, 'terraform/three-integrations')
  const project = await TerraformProject.open(source, { endpoint: await proxy.start(), api: ApiId }, provider)
  const temporary = mkdtempSync(join(release, 'run-'))
  project.setEnvironment('TMPDIR', temporary)
  return {
    proxy,
    project,
    /** What providers left behind. */
    leftovers: () => readdirSync(temporary),
    async there() {
      return (await client.send(new GetIntegrationsCommand({ ApiId }))).Items?.length
    },
    async inState() {
      const { stdout } = await project.try('state', 'list')
      return stdout.split('\n').filter((line) => line.startsWith('aws_apigatewayv2_integration.one[')).length
    },
    /** Holds the create of a number until it is released. */
    holdCreate(number: number): HeldCreate {
      const arrival = Promise.withResolvers<void>()
      const leave = Promise.withResolvers<void>()
      const done = Promise.withResolvers<void>()
      let count = 0
      proxy.before = async (method) => {
        if (method !== 'POST' || ++count !== number) return undefined
        arrival.resolve()
        await leave.promise
        return undefined
      }
      proxy.after = (method) => {
        if (method === 'POST' && count >= number) done.resolve()
      }
      return { arrived: arrival.promise, answered: done.promise, release: leave.resolve }
    },
    [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose](),
  }
}
