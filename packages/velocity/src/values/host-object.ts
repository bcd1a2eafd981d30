/** A method of a host object: gets the arguments' values, and returns one. What it throws ends the rendering. */
export type HostMethod = (...args: readonly unknown[]) => unknown

/** A method, or the value of a property. */
export type HostMember = HostMethod | string | number | bigint | boolean | object | null | undefined

export interface HostObjectOptions {
  /** What the object prints as; without it, it prints nothing. */
  readonly print?: () => string
}

/**
 * An object that a host hands to templates. A template reaches what is declared here and nothing else: neither the
 * prototype of anything nor a member by another name. Functions are methods, everything else is a property.
 */
export class HostObject {
  readonly #members: ReadonlyMap<string, unknown>
  readonly #print: (() => string) | undefined

  constructor(members: Readonly<Record<string, HostMember>>, options: HostObjectOptions = {}) {
    this.#members = new Map(Object.entries(members))
    this.#print = options.print
  }

  property(name: string): unknown {
    const member = this.#members.get(name)
    return typeof member === 'function' ? undefined : member
  }

  method(name: string): HostMethod | undefined {
    const member = this.#members.get(name)
    return typeof member === 'function' ? (member as HostMethod) : undefined
  }

  print(): string {
    const text: unknown = this.#print?.()
    return typeof text === 'string' ? text : ''
  }
}

/**
 * No value, but one that can be assigned: prints nothing, equals both null and the empty text, and has no members. What
 * `$input.path` of API Gateway answers where nothing is found.
 */
export class NullLike {
  print(): string {
    return ''
  }
}

export const nullLike: NullLike = new NullLike()
