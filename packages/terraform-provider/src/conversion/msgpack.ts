import { Decoder, Encoder, ExtensionCodec } from '@msgpack/msgpack'
import { conform } from './conform.ts'
import type { CtyType } from './cty-type.ts'
import { digitsOf } from './number.ts'
import { ExactNumber, isRecord, UNKNOWN, type Value } from './value.ts'

/** cty/msgpack: extension 0 is an unknown value, 12 one of which something is known, such as that it is not null. */
const PLAIN_UNKNOWN = 0
const REFINED_UNKNOWN = 12

/** The library hands only objects to its extensions. */
const STAND_IN = Object.freeze({})

const extensionCodec = new ExtensionCodec()
extensionCodec.register({
  type: PLAIN_UNKNOWN,
  encode: (value) => (value === STAND_IN ? Uint8Array.of(0) : null),
  decode: () => UNKNOWN,
})
extensionCodec.register({ type: REFINED_UNKNOWN, encode: () => null, decode: () => UNKNOWN })

/** Blocks, lists and maps nest a few levels; this is far more. */
const MAX_DEPTH = 64

const decoder = new Decoder({ extensionCodec, useBigInt64: true })

/** Reads a value of the type, as Terraform encodes it. */
export function decodeMsgpack(type: CtyType, bytes: Uint8Array): Value {
  return conform(type, decoder.decode(bytes))
}

export function encodeMsgpack(value: Value): Uint8Array {
  return new Encoder({ extensionCodec, useBigInt64: true, sortKeys: true, maxDepth: MAX_DEPTH }).encode(loose(value))
}

/** What the library encodes as cty reads it. */
function loose(value: Value): unknown {
  if (value === UNKNOWN) return STAND_IN
  if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value ? value : String(value)
  // As digits: Terraform reads 0.1 with 512 bits, and the double nearest to it is another number.
  if (value instanceof ExactNumber) return value.digits
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : digitsOf(value)
  if (Array.isArray(value)) return value.map(loose)
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, loose(inner)]))
}
