import { type Entry, fromBufferPromise, getFileNameLowLevel, type ZipFile } from 'yauzl'
import { entryPath } from './entry-path.ts'
import { emptyPackage, PackageError, unsoundPackage, unzippedTooLarge } from './package-error.ts'
import { packageLimits } from './package-limits.ts'
import { PackageTree } from './package-tree.ts'

/** One file of a package: where it goes, and where its bytes are. */
export interface PackageFile {
  readonly path: string
  readonly executable: boolean
  readonly compressed: boolean
  /** As the zip's directory says: to be held against what comes out. */
  readonly size: number
  readonly crc32: number
  /** First byte of its data in the zip, and how many there are. */
  readonly dataStart: number
  readonly dataSize: number
}

/** What the directory at the end of a zip tells of it. */
export interface PackageDirectory {
  readonly files: readonly PackageFile[]
  /** Parents before what they hold. */
  readonly directories: readonly string[]
  /** Entries of the zip: files and the directories that have one. */
  readonly entries: number
}

/** Signature of one entry in the zip's directory (APPNOTE 4.3.12). */
const ENTRY_SIGNATURE = 0x02014b50
/** Bit 0: encrypted; 6: strongly; 13: the directory is (APPNOTE 4.4.4). */
const ENCRYPTED = 0x2041
const STORED = 0
const DEFLATED = 8
/** Of stat(2): what is in the upper half of the attributes where a Unix made the zip. */
const FILE_TYPE = 0o170000
const REGULAR = 0o100000
const DIRECTORY = 0o040000
const SYMBOLIC_LINK = 0o120000

/**
 * Reads a zip's directory, and checks all that can be known without the files' contents: paths, kinds, sizes, and that
 * no two files share bytes, as those of zip bombs do. Throws PackageError.
 */
export async function readPackageDirectory(zip: Buffer): Promise<PackageDirectory> {
  try {
    // Names undecoded: yauzl would refuse some by itself, and change others.
    return await readEntries(zip, await fromBufferPromise(zip, { decodeStrings: false }))
  } catch (error) {
    throw error instanceof PackageError ? error : unsoundPackage(error instanceof Error ? error.message : 'unreadable')
  }
}

async function readEntries(zip: Buffer, zipFile: ZipFile): Promise<PackageDirectory> {
  // A number: @types/yauzl is wrong there.
  const directoryStart = Number(zipFile.readEntryCursor)
  const tree = new PackageTree()
  const files: PackageFile[] = []
  const ranges: Range[] = []
  let unzipped = 0
  for await (const entry of zipFile.eachEntry()) {
    const name = nameOf(entry)
    const kind = kindOf(entry, name)
    const path = entryPath(name)
    if (ranges.length === packageLimits.nodes) throw unsoundPackage(`more than ${packageLimits.nodes} entries`)
    const { fileDataStart } = await zipFile.readLocalFileHeaderPromise(entry, { minimal: true })
    ranges.push({ name, start: entry.relativeOffsetOfLocalHeader, end: fileDataStart + entry.compressedSize })
    if (kind === 'directory') {
      tree.addDirectory(path)
      continue
    }
    if (path === '') throw unsoundPackage('a file without a name', name)
    tree.addFile(path)
    unzipped += entry.uncompressedSize
    if (unzipped > packageLimits.unzippedBytes) throw unzippedTooLarge()
    files.push({
      path,
      executable: (modeOf(entry) & 0o111) !== 0,
      compressed: entry.compressionMethod === DEFLATED,
      size: entry.uncompressedSize,
      crc32: entry.crc32,
      dataStart: fileDataStart,
      dataSize: entry.compressedSize,
    })
  }
  const directoryEnd = Number(zipFile.readEntryCursor)
  // More than 65,535 entries without ZIP64: the count has wrapped around, and the rest would be lost silently.
  if (directoryEnd + 4 <= zip.length && zip.readUInt32LE(directoryEnd) === ENTRY_SIGNATURE) {
    throw unsoundPackage('it has more entries than it says')
  }
  refuseOverlaps([...ranges, { name: 'directory of the zip', start: directoryStart, end: directoryEnd }])
  if (files.length === 0) throw emptyPackage()
  return { files, directories: tree.directories(), entries: ranges.length }
}

interface Range {
  readonly name: string
  readonly start: number
  /** Exclusive. */
  readonly end: number
}

/** Zip bombs without nesting let files share their bytes. https://www.bamsoftware.com/hacks/zipbomb/ */
function refuseOverlaps(ranges: Range[]): void {
  let last: Range | undefined
  for (const range of ranges.sort((a, b) => a.start - b.start)) {
    if (last !== undefined && range.start < last.end) throw unsoundPackage(`overlaps ${last.name}`, range.name)
    last = range
  }
}

function nameOf(entry: Entry): string {
  return getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true)
}

function kindOf(entry: Entry, name: string): 'file' | 'directory' {
  if ((entry.generalPurposeBitFlag & ENCRYPTED) !== 0) throw unsoundPackage('it is encrypted', name)
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw unsoundPackage(`compression method ${entry.compressionMethod}; Lambda takes 0 (stored) and 8 (deflate)`, name)
  }
  const type = modeOf(entry) & FILE_TYPE
  if (type === SYMBOLIC_LINK) throw unsoundPackage('a symbolic link', name)
  if (type !== 0 && type !== REGULAR && type !== DIRECTORY) throw unsoundPackage('neither file nor directory', name)
  if (type !== DIRECTORY && !name.endsWith('/')) return 'file'
  if (entry.uncompressedSize !== 0) throw unsoundPackage('a directory with content', name)
  return 'directory'
}

/** 0 where the zip was made on a system without such modes. */
function modeOf(entry: Entry): number {
  return entry.externalFileAttributes >>> 16
}
