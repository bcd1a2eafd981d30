/**
 * Protocol Buffers (the proto3 encoding), as much of it as Terraform's protocol uses: a message is declared as a table
 * of fields, and its type follows from the table. The whole of @bufbuild/protobuf costs each start more than the
 * handshake itself, and a command starts a provider two to five times.
 */
interface Field<T> {
  readonly number: number
  readonly absent: T
  /** The tag and the bytes of a value. Nothing for what proto3 leaves out. */
  write(value: T, out: Uint8Array[]): void
  /** The value after one more occurrence on the wire. */
  read(before: T, raw: Raw): T
}

/** What stands behind a tag: a varint, or bytes. */
type Raw = number | Uint8Array

export interface Message<T> {
  encode(value: Partial<T>): Buffer
  decode(bytes: Uint8Array): T
}

export type Decoded<M> = M extends Message<infer T> ? T : never

type Fields = Readonly<Record<string, Field<unknown>>>
type ValueOf<F> = F extends { readonly absent: infer T } ? T : never

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Bytes that are no message. */
class ProtobufError extends Error {}

export function message<F extends Fields>(fields: F): Message<{ readonly [K in keyof F]: ValueOf<F[K]> }> {
  const entries = Object.entries(fields)
  const byNumber = new Map(entries.map(([name, field]) => [field.number, { name, field }]))
  return {
    encode(value) {
      const out: Uint8Array[] = []
      for (const [name, field] of entries) {
        const own = (value as Record<string, unknown>)[name]
        if (own !== undefined) field.write(own, out)
      }
      return Buffer.concat(out)
    },
    decode(bytes) {
      const value: Record<string, unknown> = {}
      for (const [name, field] of entries) value[name] = field.absent
      for (const [number, raw] of fieldsOf(bytes)) {
        const known = byNumber.get(number)
        // Fields of later versions are passed over, as proto3 demands.
        if (known !== undefined) value[known.name] = known.field.read(value[known.name], raw)
      }
      return value as never
    },
  }
}

/** A message that holds itself. */
export function later<T>(type: () => Message<T>): Message<T> {
  return { encode: (value) => type().encode(value), decode: (bytes) => type().decode(bytes) }
}

export const text = (number: number): Field<string> => ({
  number,
  absent: '',
  write: (value, out) => value !== '' && writeBytes(number, Buffer.from(value), out),
  read: (_, raw) => utf8.decode(bytesOf(raw)),
})

export const bytes = (number: number): Field<Uint8Array> => ({
  number,
  absent: new Uint8Array(),
  write: (value, out) => value.length > 0 && writeBytes(number, value, out),
  read: (_, raw) => bytesOf(raw),
})

export const int = (number: number): Field<number> => ({
  number,
  absent: 0,
  write: (value, out) => value !== 0 && out.push(varint(number * 8), varint(value)),
  read: (_, raw) => integerOf(raw),
})

export const truth = (number: number): Field<boolean> => ({
  number,
  absent: false,
  write: (value, out) => value && out.push(varint(number * 8), varint(1)),
  read: (_, raw) => integerOf(raw) !== 0,
})

export const one = <T>(number: number, type: Message<T>): Field<Partial<T> | undefined> => ({
  number,
  absent: undefined,
  write: (value, out) => value !== undefined && writeBytes(number, type.encode(value), out),
  read: (_, raw) => type.decode(bytesOf(raw)),
})

export const many = <T>(number: number, type: Message<T>): Field<readonly Partial<T>[]> => ({
  number,
  absent: [],
  write: (values, out) => {
    for (const value of values) writeBytes(number, type.encode(value), out)
  },
  read: (before, raw) => [...before, type.decode(bytesOf(raw))],
})

/** A member of a `oneof`: written even where it is the empty text, as its presence is what it says. */
export const choice = (number: number): Field<string | undefined> => ({
  number,
  absent: undefined,
  write: (value, out) => value !== undefined && writeBytes(number, Buffer.from(value), out),
  read: (_, raw) => utf8.decode(bytesOf(raw)),
})

/** The same for a number that is not negative. */
export const choiceOfInt = (number: number): Field<number | undefined> => ({
  number,
  absent: undefined,
  write: (value, out) => value !== undefined && out.push(varint(number * 8), varint(value)),
  read: (_, raw) => integerOf(raw),
})

function writeBytes(number: number, value: Uint8Array, out: Uint8Array[]): void {
  out.push(varint(number * 8 + 2), varint(value.length), value)
}

/** Numbers that are neither negative nor beyond what JavaScript counts exactly: versions, sizes, enumerations. */
function varint(value: number): Uint8Array {
  const parts: number[] = []
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) parts.push((rest % 0x80) | 0x80)
  return Uint8Array.from([...parts, rest])
}

function* fieldsOf(source: Uint8Array): Generator<[number, Raw]> {
  let at = 0
  const number = (): number => {
    let value = 0
    for (let scale = 1, count = 0; count < 10; scale *= 0x80, count++) {
      const byte = source[at++]
      if (byte === undefined) throw new ProtobufError('a number is cut off')
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
    }
    throw new ProtobufError('a number has more than ten bytes')
  }
  const take = (length: number): Uint8Array => {
    if (length > source.length - at) throw new ProtobufError('a field is cut off')
    at += length
    return source.subarray(at - length, at)
  }
  while (at < source.length) {
    const tag = number()
    const wireType = tag % 8
    if (wireType === 0) yield [Math.floor(tag / 8), number()]
    else if (wireType === 2) yield [Math.floor(tag / 8), take(number())]
    else if (wireType === 1) take(8)
    else if (wireType === 5) take(4)
    else throw new ProtobufError(`wire type ${wireType}`)
  }
}

function bytesOf(raw: Raw): Uint8Array {
  if (typeof raw === 'number') throw new ProtobufError('a number where bytes belong')
  return raw
}

function integerOf(raw: Raw): number {
  if (typeof raw !== 'number') throw new ProtobufError('bytes where a number belongs')
  return raw
}
