import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import type { Http2Server } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeMsgpack, encodeMsgpack } from '../../packages/terraform-provider/src/conversion/msgpack.ts'
import type { Value, ValueRecord } from '../../packages/terraform-provider/src/conversion/value.ts'
import { serverMethods } from '../../packages/terraform-provider/src/framework/provider-server.ts'
import { defineResource, type ResourceDefinition } from '../../packages/terraform-provider/src/framework/resource.ts'
import { listBlock, text, wholeNumber } from '../../packages/terraform-provider/src/framework/schema.ts'
import { createGrpcServer, type UnaryMethod } from '../../packages/terraform-provider/src/wire/grpc-server.ts'
import type { Decoded, Message } from '../../packages/terraform-provider/src/wire/protobuf.ts'
import { methods } from '../../packages/terraform-provider/src/wire/tfplugin6.ts'

type Methods = typeof methods
export type Method = keyof Methods
type Response<M extends Method> = Partial<Decoded<Methods[M]['response']>>

const schema = {
  name: text('required', { replace: true }),
  note: text('optional'),
  // Not computed, and with a default all the same: hashicorp/aws has such attributes.
  mode: text('optional', { fallback: 'SLOW' }),
  size: wholeNumber('optional-computed'),
  id: text('computed'),
  part: listBlock({ key: text('required') }),
}
export const plainSchema = { ...schema, mode: text('optional') }
type Definition = ResourceDefinition<typeof plainSchema, object>

/** What its author gets wrong. */
export type Faults = Partial<Omit<Definition, 'name' | 'importId'>>

/** What is done to the messages of one method, once they have left the framework. */
export interface Break {
  readonly method: Method
  readonly change: (response: object) => object
}

/**
 * A provider that is written with our framework, and can be broken: by its author, or behind the framework's back. It
 * serves within this process, where Terraform reattaches to it.
 */
export class BrokenProvider implements AsyncDisposable {
  /** From now on. */
  faults: Faults = {}
  break: Break | undefined
  readonly #server: Http2Server
  readonly #directory = mkdtempSync(join(tmpdir(), 'postern-broken-'))

  constructor() {
    const calls = new Map<string, UnaryMethod>()
    for (const name of Object.keys(methods) as Method[]) {
      const path = `/tfplugin6.Provider/${name}`
      calls.set(path, async (bytes) => this.#tamper(name, await this.#call(path, bytes)))
    }
    this.#server = createGrpcServer(calls, undefined)
  }

  /** Answers the value of TF_REATTACH_PROVIDERS. */
  async start(): Promise<string> {
    const path = join(this.#directory, 'socket')
    await once(this.#server.listen(path), 'listening')
    const Addr = { Network: 'unix', String: path }
    const attachment = { Protocol: 'grpc', ProtocolVersion: 6, Pid: process.pid, Test: true, Addr }
    return JSON.stringify({ 'registry.terraform.io/example/broken': attachment })
  }

  #call(path: string, bytes: Uint8Array): Promise<Uint8Array> {
    const resource = defineResource<typeof plainSchema, object>({ ...sound, ...this.faults })
    const provider = {
      address: 'example/broken',
      schema: {},
      resources: [resource],
      dataSources: [],
      configure: () => ({}),
    }
    const calls = serverMethods(provider)
    const call = calls.get(path)
    if (call === undefined) throw new Error(path)
    const configure = calls.get('/tfplugin6.Provider/ConfigureProvider')
    // A provider of its own for each call: it has no configuration that could be kept.
    const configuration = methods.ConfigureProvider.request.encode({ config: dynamic({}) })
    return Promise.resolve(configure?.(configuration)).then(() => call(bytes))
  }

  #tamper(name: Method, bytes: Uint8Array): Uint8Array {
    if (this.break?.method !== name) return bytes
    const response = methods[name].response as unknown as Message<object>
    return response.encode(this.break.change(response.decode(bytes)))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve))
    rmSync(this.#directory, { recursive: true, force: true })
  }
}

/** Nothing is wrong with it. What it made is nowhere but in the state. */
const sound: Definition = {
  name: 'broken_thing',
  schema: plainSchema,
  importId: ['id'],
  create: () => Promise.resolve({ id: '7' }),
  read: (state) => Promise.resolve({ ...state, name: state.name ?? 'a', size: state.size ?? 1 }),
  update: () => Promise.resolve(),
  delete: () => Promise.resolve(),
}

/** The same with a default for an attribute that is not computed. */
export const withDefault: Faults = { schema }

const thingType = defineResource<typeof plainSchema, object>(sound).type

/** A break of one member of the answers of a method that holds a state. */
export function breakState<M extends Method>(
  method: M,
  member: keyof Response<M> & string,
  change: (state: ValueRecord) => Value,
): Break {
  return {
    method,
    change: (response) => {
      const { msgpack } = (response as Record<string, { msgpack: Uint8Array }>)[member] ?? {}
      const state = msgpack === undefined ? null : decodeMsgpack(thingType, msgpack)
      return { ...response, [member]: dynamic(change((state ?? {}) as ValueRecord)) }
    },
  }
}

export function breakAnswer<M extends Method>(method: M, change: (response: Response<M>) => Response<M>): Break {
  return { method, change }
}

export function dynamic(value: Value) {
  return { msgpack: encodeMsgpack(value) }
}
