import { LambdaClient } from '@aws-sdk/client-lambda'
import type { AwsService } from '../aws-protocol/dispatch.ts'
import { testClientSettings } from '../aws-protocol/rest-json-test-client.ts'
import { MemoryStore } from '../store/memory-store.ts'
import type { HttpResponse } from '../transport/http-message.ts'
import type { FunctionRuntime, Invocation, InvocationResult, RunnableFunction } from './function-runtime.ts'
import { type FunctionsOptions, openFunctions } from './open-functions.ts'
import { zipOfFiles } from './packages/test-zip.ts'

/** Functions in memory, whose processes are not real, and the SDK's own client wired to them without a socket. For tests. */
export async function testLambda(given: Partial<FunctionsOptions> = {}) {
  const store = given.store ?? new MemoryStore()
  const runtime = new FakeRuntime()
  const packages = new FakePackages()
  const now = { time: '2026-11-24T03:14:24.000Z' }
  const functions = await openFunctions({
    region: 'eu-west-1',
    accountId: '000000000000',
    store,
    runtime,
    packages,
    jsonDepth: 64,
    codeBase: () => 'http://localhost:4566/_postern/code',
    clock: () => new Date(now.time),
    ...given,
  })
  const { settings, send } = testClientSettings((request) => answerOf(functions.service, request))
  const client = new LambdaClient(settings)

  /** Lambda's code and text of a refusal, as it is on the wire. */
  const refusal = async (method: string, path: string, body: unknown = '', headers: Record<string, string> = {}) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const answer = await send(method, path, text, headers)
    return { status: answer.status, code: answer.headers.get('x-amzn-errortype'), body: answer.json }
  }
  return { ...functions, client, send, refusal, store, runtime, packages, now }
}

type Answered = Parameters<AwsService['answer']>[0]

async function answerOf(service: AwsService, request: Omit<Answered, 'caller'>): Promise<HttpResponse> {
  const caller = { verified: false, accessKeyId: undefined, region: undefined, user: undefined }
  return service.answer({ ...request, caller })
}

export const ROLE = 'arn:aws:iam::000000000000:role/r'
export const ARN = 'arn:aws:lambda:eu-west-1:000000000000:function:f'

export const zip = zipOfFiles({ 'index.js': 'exports.handler = async () => 1' })
export const otherZip = zipOfFiles({ 'index.js': 'exports.handler = async () => 2' })

/** What CreateFunction needs. */
export const newFunction = {
  FunctionName: 'f',
  Role: ROLE,
  Runtime: 'nodejs22.x',
  Handler: 'index.handler',
  Code: { ZipFile: zip },
} as const

/** A runtime that answers what a test says, and tells what it was asked. */
class FakeRuntime implements FunctionRuntime {
  readonly invoked: { target: RunnableFunction; invocation: Invocation }[] = []
  readonly retired: string[] = []
  answer: (target: RunnableFunction, invocation: Invocation) => Promise<InvocationResult> = ({ version }) =>
    Promise.resolve(answered(`{"version":"${version}"}`))

  invoke(target: RunnableFunction, invocation: Invocation): Promise<InvocationResult> {
    this.invoked.push({ target, invocation })
    return this.answer(target, invocation)
  }

  retire(key: string): void {
    this.retired.push(key)
  }

  async close(): Promise<void> {
    // Nothing to end.
  }
}

export function answered(payload: string, more: { functionError?: 'Unhandled'; logTail?: string } = {}) {
  return {
    kind: 'answered',
    payload: Buffer.from(payload),
    functionError: more.functionError,
    logTail: more.logTail,
  } satisfies InvocationResult
}

/** Packages that are unpacked nowhere. */
class FakePackages {
  readonly unpacked: string[] = []
  readonly retained = new Map<string, number>()
  /** What unpacking waits for, and may fail of. */
  gate: Promise<void> = Promise.resolve()

  async directoryOf(hash: string, readZip: () => Promise<Uint8Array>): Promise<string> {
    await this.gate
    await readZip()
    this.unpacked.push(hash)
    return `/packages/${hash}`
  }

  retain(hash: string): () => void {
    this.retained.set(hash, (this.retained.get(hash) ?? 0) + 1)
    return () => void this.retained.set(hash, (this.retained.get(hash) ?? 0) - 1)
  }
}

/** How a test waits for a function's state: it looks again soon, and gives up only where something hangs. */
export const patiently = (client: LambdaClient) => ({ client, maxWaitTime: 60, minDelay: 0.01, maxDelay: 1 })
