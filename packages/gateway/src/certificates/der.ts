/** DER (ITU-T X.690), as much of it as certificates are made of. It is only ever written here, never read. */

type Tag = number

function element(tag: Tag, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents)
  const { length } = content
  // X.690 section 8.1.3: the shortest form of a length. Nothing in a certificate of ours has 64 KiB.
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

export const sequence = (...contents: readonly Uint8Array[]): Buffer => element(0x30, ...contents)
export const set = (...contents: readonly Uint8Array[]): Buffer => element(0x31, ...contents)
export const octetString = (content: Uint8Array): Buffer => element(0x04, content)
export const utf8String = (text: string): Buffer => element(0x0c, Buffer.from(text))
export const truth = (): Buffer => element(0x01, Buffer.of(0xff))

/** `unused`: how many of the last bits are none. */
export const bitString = (content: Uint8Array, unused = 0): Buffer => element(0x03, Buffer.of(unused), content)

/** `[number]` around whole elements. */
export const explicit = (number: number, content: Uint8Array): Buffer => element(0xa0 | number, content)

/** `[number]` in place of the tag of a primitive element. */
export const implicit = (number: number, content: Uint8Array): Buffer => element(0x80 | number, content)

/** A number that is not negative, from its bytes: the first bit would be its sign. */
export function integer(bytes: Uint8Array): Buffer {
  return element(0x02, ...((bytes[0] ?? 0) >= 0x80 ? [Buffer.of(0), bytes] : [bytes]))
}

/** From its dotted form. */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number)
  return element(0x06, Buffer.from([first * 40 + second, ...others.flatMap(base128)]))
}

/** RFC 5280 section 4.1.2.5: UTCTime until 2049, GeneralizedTime from then on; both to the second. */
export function time(at: Date): Buffer {
  const digits = `${at.toISOString().slice(0, 19).replaceAll(/\D/g, '')}Z`
  return at.getUTCFullYear() < 2050 ? element(0x17, Buffer.from(digits.slice(2))) : element(0x18, Buffer.from(digits))
}

/** Seven bits a byte; each byte but the last has its first bit set. */
function base128(value: number): number[] {
  const bytes = [value & 0x7f]
  for (let rest = value >> 7; rest > 0; rest >>= 7) bytes.unshift((rest & 0x7f) | 0x80)
  return bytes
}
