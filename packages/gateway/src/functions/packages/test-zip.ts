import { crc32, deflateRawSync } from 'node:zlib'

/** One entry of a zip for tests. What is not given is as an honest maker on Unix writes it. */
export interface TestEntry {
  readonly name: string | Buffer
  readonly content?: string | Uint8Array
  /** 0 stored, 8 deflated (the default), or what no reader knows: stored then. */
  readonly method?: number
  /** Unix mode with the type of file; undefined: as a maker without Unix modes. */
  readonly mode?: number | undefined
  readonly flags?: number
  readonly crc32?: number
  /** Size that the directory tells. */
  readonly size?: number
  /** The compressed bytes as they are. */
  readonly data?: Uint8Array
  /** Bytes of compressed data that the directory tells. */
  readonly dataSize?: number
  /** Where the directory says that the entry begins. */
  readonly offset?: number
  /** Sizes and offset in a ZIP64 extra field. */
  readonly zip64?: boolean
  /** Sizes and checksum after the data, as makers write that cannot seek. */
  readonly streamed?: boolean
  readonly extra?: Uint8Array
}

export interface TestZip {
  /** Entries that the end of the directory tells. */
  readonly entryCount?: number
  /** With the ZIP64 end of the directory. */
  readonly zip64?: boolean
  readonly comment?: string
}

/** A zip of these files, deflated: name to content. */
export function zipOfFiles(files: Readonly<Record<string, string | Uint8Array>>): Buffer {
  return zipOf(Object.entries(files).map(([name, content]) => ({ name, content })))
}

/** A zip, entry by entry, as wrong as the test wants it (APPNOTE.TXT 6.3.10, section 4.3). */
export function zipOf(entries: readonly TestEntry[], zip: TestZip = {}): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const entry of entries) {
    const written = partsOf(entry, offset)
    parts.push(written.local)
    directory.push(written.central)
    offset += written.local.length
  }
  const central = Buffer.concat(directory)
  return Buffer.concat([...parts, central, ...endOf(entries.length, central.length, offset, zip)])
}

function partsOf(entry: TestEntry, start: number): { readonly local: Buffer; readonly central: Buffer } {
  const name = typeof entry.name === 'string' ? Buffer.from(entry.name) : entry.name
  const content = Buffer.from(entry.content ?? '')
  const method = entry.method ?? 8
  const data = Buffer.from(entry.data ?? (method === 8 ? deflateRawSync(content) : content))
  const sum = entry.crc32 ?? crc32(content)
  const size = entry.size ?? content.length
  const dataSize = entry.dataSize ?? data.length
  const offset = entry.offset ?? start
  // Bit 11: the name is UTF-8; bit 3: sizes follow the data.
  const flags = (entry.flags ?? 0) | 0x800 | (entry.streamed === true ? 8 : 0)
  const common = Buffer.concat([u16(20), u16(flags), u16(method), u32(0)])
  const known = entry.streamed === true ? [u32(0), u32(0), u32(0)] : [u32(sum), u32(dataSize), u32(size)]
  const descriptor = entry.streamed === true ? [u32(0x08074b50), u32(sum), u32(dataSize), u32(size)] : []
  const local = [u32(0x04034b50), common, ...known, u16(name.length), u16(0), name, data, ...descriptor]
  const wide = entry.zip64 === true
  const extra = Buffer.concat([
    ...(wide ? [u16(1), u16(24), u64(size), u64(dataSize), u64(offset)] : []),
    entry.extra ?? Buffer.alloc(0),
  ])
  const mode = 'mode' in entry ? entry.mode : 0o100644
  const central = [
    u32(0x02014b50),
    // Made by: 3 is Unix, 0 FAT.
    u16(mode === undefined ? 20 : 0x0314),
    common,
    u32(sum),
    ...(wide ? [u32(0xffffffff), u32(0xffffffff)] : [u32(dataSize), u32(size)]),
    u16(name.length),
    u16(extra.length),
    Buffer.alloc(6),
    u32(((mode ?? 0) << 16) >>> 0),
    u32(wide ? 0xffffffff : offset),
    name,
    extra,
  ]
  return { local: Buffer.concat(local), central: Buffer.concat(central) }
}

function endOf(entries: number, size: number, offset: number, zip: TestZip): Buffer[] {
  const count = zip.entryCount ?? entries
  const comment = Buffer.from(zip.comment ?? '')
  const wide = zip.zip64 === true
  const wideEnd = [u32(0x06064b50), u64(44), u16(45), u16(45), u32(0), u32(0), u64(count), u64(count), u64(size)]
  const locator = [u64(offset), u32(0x07064b50), u32(0), u64(offset + size), u32(1)]
  return [
    ...(wide ? [...wideEnd, ...locator] : []),
    u32(0x06054b50),
    u32(0),
    ...(wide ? [u16(0xffff), u16(0xffff), u32(0xffffffff), u32(0xffffffff)] : []),
    ...(wide ? [] : [u16(count & 0xffff), u16(count & 0xffff), u32(size), u32(offset)]),
    u16(comment.length),
    comment,
  ]
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16LE(value)
  return bytes
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}
