import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { array, assert, asyncProperty, integer, nat, tuple } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkPackage, type PackageFacts } from './check-package.ts'
import { PackageError } from './package-error.ts'
import { packageLimits } from './package-limits.ts'
import { type TestEntry, type TestZip, zipOf, zipOfFiles } from './test-zip.ts'

const UNSOUND = 'Could not unzip uploaded file. Please check your file, then try to upload again.'
const zeros = deflateRawSync(Buffer.alloc(1_000_000))
const file: TestEntry = { name: 'index.js', content: 'exports.handler = async () => 1\n' }

test('the facts of a package are those that Lambda tells', async () => {
  const zip = zipOf([file, { name: 'lib/', method: 0 }, { name: 'lib/a.js', content: 'a'.repeat(300_000) }])
  expect(await checkPackage(zip)).toEqual({
    codeSize: zip.length,
    codeSha256: createHash('sha256').update(zip).digest('base64'),
    unzippedBytes: 300_000 + 32,
    entries: 3,
  })
})

const sound: readonly (readonly [string, readonly TestEntry[], TestZip?])[] = [
  ['stored', [{ ...file, method: 0 }]],
  ['large and stored', [{ name: 'a', method: 0, content: Buffer.alloc(600_000, 'ab') }]],
  ['large and deflated', [{ name: 'a', content: Buffer.alloc(3_000_000, 'ab') }]],
  ['an empty file, stored', [{ name: 'a', method: 0 }]],
  ['an empty file, deflated', [{ name: 'a' }]],
  ['no Unix modes', [{ ...file, mode: undefined }]],
  ['modes without a type', [{ ...file, mode: 0o755 }]],
  ['a directory by its mode alone', [{ name: 'lib', method: 0, mode: 0o040755 }, { name: 'lib/a.js' }]],
  [
    'directories named twice, and after their files',
    [{ name: 'a/b' }, { name: 'a/', method: 0 }, { name: 'a/', method: 0 }],
  ],
  ['names with . and //', [{ name: './index.js' }, { name: 'lib//a.js' }, { name: './', method: 0 }]],
  ['names that only look alike', [{ name: 'index.js' }, { name: 'Index.js' }, { name: '...' }, { name: 'a..b' }]],
  ['names beyond ASCII', [{ name: 'grüße/日本.js' }]],
  ['a name like an inherited property', [{ name: '__proto__' }, { name: 'constructor/toString' }]],
  [
    'sizes after the data',
    [
      { ...file, streamed: true },
      { name: 'b', streamed: true },
    ],
  ],
  [
    'ZIP64 entries',
    [
      { ...file, zip64: true },
      { name: 'b', zip64: true, content: 'b' },
    ],
  ],
  ['a ZIP64 end', [file, { name: 'b' }], { zip64: true }],
  ['a comment', [file], { comment: 'made by hand' }],
  ['the deepest path', [{ name: 'a/'.repeat(99) + 'b' }]],
  ['the longest name', [{ name: 'n'.repeat(255) }]],
]

test.each(sound.map(([what, entries, zip]) => ({ what, entries, zip })))('sound: $what', async ({ entries, zip }) => {
  const bytes = entries.reduce((sum, entry) => sum + Buffer.from(entry.content ?? '').length, 0)
  expect(await checkPackage(zipOf(entries, zip))).toMatchObject({ unzippedBytes: bytes, entries: entries.length })
})

const unsound: readonly (readonly [string, readonly TestEntry[], string, TestZip?])[] = [
  ['a way up', [{ name: '../evil.js' }], 'entry "../evil.js": a path with ..'],
  ['a way up inside', [{ name: 'a/../../evil.js' }], 'a path with ..'],
  ['a way up of a directory', [{ name: '../', method: 0 }], 'a path with ..'],
  ['an absolute path', [{ name: '/etc/passwd' }], 'entry "/etc/passwd": an absolute path'],
  ['a backslash', [{ name: '..\\evil.js' }], 'a backslash in its name'],
  ['a drive letter', [{ name: 'C:evil.js' }], 'a path with a drive letter'],
  ['a NUL', [{ name: 'index.js\0.txt' }], 'a NUL in its name'],
  ['no name', [{ name: '' }], 'it has no name'],
  ['a file that is the package', [{ name: '.', mode: 0o100644 }], 'a file without a name'],
  ['a name that is too long', [{ name: 'n'.repeat(256) }], 'a name of more than 255 bytes'],
  ['a name that is too long in UTF-8', [{ name: 'ü'.repeat(128) }], 'a name of more than 255 bytes'],
  ['a path that is too long', [{ name: 'name/'.repeat(401) }], 'a path of more than 2000 bytes'],
  ['a path that is too deep', [{ name: 'a/'.repeat(100) + 'b' }], 'more than 100 levels'],
  ['a file twice', [file, file], 'entry "index.js": its path is there twice'],
  ['a file twice, by another name', [file, { name: './index.js' }], 'its path is there twice'],
  ['a file where a directory is', [{ name: 'a/b' }, { name: 'a' }], 'entry "a": its path is also a directory'],
  ['a directory where a file is', [{ name: 'a' }, { name: 'a/', method: 0 }], 'entry "a": its path is also a file'],
  ['a file inside a file', [{ name: 'a' }, { name: 'a/b/c' }], 'entry "a/b/c": its path leads through a file'],
  ['a symbolic link', [{ name: 'link', mode: 0o120777, content: '/etc' }], 'entry "link": a symbolic link'],
  ['a link, and a file behind it', [{ name: 'a', mode: 0o120777, content: '/' }, { name: 'a/b' }], 'a symbolic link'],
  ['a character device', [{ name: 'null', mode: 0o020666 }], 'neither file nor directory'],
  ['a block device', [{ name: 'sda', mode: 0o060666 }], 'neither file nor directory'],
  ['a named pipe', [{ name: 'pipe', mode: 0o010666 }], 'neither file nor directory'],
  ['a socket', [{ name: 'socket', mode: 0o140666 }], 'neither file nor directory'],
  ['a directory with content', [{ name: 'lib/', content: 'x' }], 'a directory with content'],
  ['encryption', [{ ...file, flags: 1 }], 'it is encrypted'],
  ['strong encryption', [{ ...file, flags: 0x41 }], 'strong encryption'],
  ['an encrypted directory', [{ ...file, flags: 0x2000 }], 'it is encrypted'],
  ['an unknown compression', [{ ...file, method: 12 }], 'compression method 12'],
  ['a wrong checksum', [{ ...file, crc32: 1 }], 'entry "index.js": its checksum is wrong'],
  ['a wrong checksum, stored', [{ ...file, method: 0, crc32: 1 }], 'its checksum is wrong'],
  ['more than it says', [{ ...file, size: 5 }], 'more than the 5 bytes that the zip says'],
  ['less than it says', [{ ...file, size: 50 }], '32 bytes where the zip says 50'],
  ['nothing said, a bomb inside', [{ name: 'a', data: zeros, size: 0 }], 'more than the 0 bytes that the zip says'],
  ['a large file that is larger', [{ name: 'a', data: zeros, size: 500_000 }], 'more than the 500000 bytes'],
  ['a large file that is smaller', [{ name: 'a', data: zeros, size: 2_000_000 }], '1000000 bytes where the zip says'],
  ['stored in another size', [{ ...file, method: 0, size: 5 }], 'size mismatch for stored file'],
  [
    'bytes after the data',
    [{ ...file, data: Buffer.concat([deflateRawSync('x'), Buffer.from('rest')]), size: 1 }],
    'ends 4 bytes early',
  ],
  [
    'bytes after large data',
    [{ name: 'a', data: Buffer.concat([zeros, Buffer.alloc(9)]), size: 1_000_000 }],
    'ends 9 bytes early',
  ],
  ['cut-off data', [{ ...file, data: deflateRawSync('x'.repeat(99)).subarray(0, 3), size: 99 }], 'cannot be inflated'],
  ['cut-off large data', [{ name: 'a', data: zeros.subarray(0, 500), size: 1_000_000 }], 'cannot be inflated'],
  ['no deflate', [{ ...file, data: Buffer.from('\xff\xff\xff'), size: 3 }], 'cannot be inflated'],
  ['data beyond the file', [{ ...file, dataSize: 0x7fffffff }], 'file data overflows file bounds'],
  ['data over the directory', [{ ...file, method: 0, dataSize: 60, size: 60 }], 'overlaps index.js'],
  ['two entries of one place', [file, { ...file, name: 'b', offset: 0 }], 'overlaps'],
  ['a place beyond the file', [{ ...file, offset: 9_999_999 }], 'unexpected EOF'],
  ['a ZIP64 place beyond all files', [{ ...file, offset: Number.MAX_SAFE_INTEGER, zip64: true }], 'unexpected EOF'],
  ['no local header', [{ ...file, offset: 3 }], 'invalid local file header signature'],
  ['more entries than it says', [file, { name: 'b' }], 'it has more entries than it says', { entryCount: 1 }],
  ['fewer entries than it says', [file], 'unexpected EOF', { entryCount: 2 }],
  ['no entries that it says', [file], 'more entries than it says', { entryCount: 0 }],
  ['endless ZIP64 entries', [file], 'signature', { entryCount: Number.MAX_SAFE_INTEGER, zip64: true }],
  ['a broken extra field', [{ ...file, extra: Buffer.from([1, 0, 255, 255]) }], 'extra field length'],
]

const refused = unsound.map(([what, entries, problem, zip]) => ({ what, entries, problem, zip }))
test.each(refused)('unsound: $what', async ({ entries, problem, zip }) => {
  const error = await refusal(zipOf(entries, zip))
  expect(error.message).toContain(UNSOUND)
  expect(error.message).toContain(problem)
  expect(error.code).toBe('InvalidParameterValueException')
})

test('files that are no zip are refused', async () => {
  const whole = zipOf([file])
  for (const bytes of [Buffer.from('no zip'), Buffer.alloc(5000), whole.subarray(0, -1), whole.subarray(1)]) {
    expect((await refusal(bytes)).message).toContain(UNSOUND)
  }
})

test('a package without files is refused', async () => {
  for (const zip of [Buffer.alloc(0), zipOf([]), zipOf([{ name: 'lib/', method: 0 }])]) {
    expect((await refusal(zip)).message).toBe('Uploaded file must be a non-empty zip')
  }
})

test('a package of more than 50 MB is refused, as the request would be', async () => {
  const error = await refusal(Buffer.alloc(packageLimits.zippedBytes + 1))
  expect(error.message).toBe('Request must be smaller than 69905067 bytes for the CreateFunction operation')
  expect(error.code).toBe('RequestEntityTooLargeException')
  await expect(checkPackage(Buffer.alloc(packageLimits.zippedBytes + 1), 'UpdateFunctionCode')).rejects.toThrow(
    'for the UpdateFunctionCode operation',
  )
})

test('a package of more than 250 MB unzipped is refused before anything is inflated', async () => {
  const half: TestEntry = { name: 'a', data: zeros, size: packageLimits.unzippedBytes / 2 }
  const error = await refusal(zipOf([half, { ...half, name: 'b' }, { name: 'c', content: '!' }]))
  expect(error.message).toBe('Unzipped size must be smaller than 262144000 bytes')
})

test('files and directories are counted, those that only paths name too', async () => {
  const files = Array.from(
    { length: 1100 },
    (_, index): TestEntry => ({ name: `${index}/${'d/'.repeat(98)}f`, method: 0 }),
  )
  expect((await refusal(zipOf(files))).message).toContain('more than 100000 files and directories')
})

test('texts of hostile names are short and on one line', async () => {
  const { message } = await refusal(zipOf([{ name: `/${'n'.repeat(1500)}\n\u001b[31m` }, { name: '/a' }]))
  expect(message.length).toBeLessThan(500)
  expect((await refusal(zipOf([{ name: '/a\n\u001b[31m' }]))).message).not.toMatch(/\p{Cc}/u)
})

test('whatever is changed in a zip, it is refused or found sound, and nothing else happens', {
  timeout: 60_000,
}, async () => {
  const zip = zipOf(
    [file, { name: 'lib/a.js', content: 'a'.repeat(500), zip64: true }, { name: 'c', streamed: true }],
    {
      zip64: true,
      comment: 'comment',
    },
  )
  const changes = array(tuple(nat(zip.length - 1), integer({ min: 0, max: 255 })), {
    minLength: 1,
    maxLength: 4,
  })
  const check = assert(
    asyncProperty(changes, nat(20), async (changed, cut) => {
      const bytes = Buffer.from(zip.subarray(0, zip.length - (cut > 15 ? cut : 0)))
      for (const [place, value] of changed) bytes[place] = value
      const outcome = await checkPackage(bytes).catch((error: unknown) => error)
      return outcome instanceof PackageError || (outcome as PackageFacts).codeSize === bytes.length
    }),
    { numRuns: 1500 },
  )
  await expect(check).resolves.toBeUndefined()
})

describe('a package at the limit', () => {
  const megabytes = 240
  const bomb = zipOf([
    { name: 'zeros', data: deflateRawSync(Buffer.alloc(megabytes << 20)), size: megabytes << 20, crc32: 0 },
  ])

  test('is read in pieces: not held in memory, and other work goes on', async () => {
    let turns = 0
    let most = 0
    const before = process.memoryUsage()
    let ended = false
    const look = () => {
      turns++
      most = Math.max(most, process.memoryUsage().external - before.external)
      if (!ended) setImmediate(look)
    }
    look()
    // The checksum is a lie, which is found at the very end.
    const error = await refusal(bomb)
    ended = true
    expect(error.message).toContain('its checksum is wrong')
    expect(turns).toBeGreaterThan(megabytes)
    expect(most).toBeLessThan(64 << 20)
  })
})

describe('zips of real makers', () => {
  test.skipIf(!has('python3'))('python3 zipfile: deflated, stored, streamed, ZIP64', async () => {
    const script = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as z:
  z.writestr('index.py', 'def handler(e, c): return 1')
  z.writestr(zipfile.ZipInfo('grüße.txt'), 'stored')
  z.mkdir('empty')
  with z.open('big.bin', 'w', force_zip64=True) as f: f.write(b'x' * 500000)
`
    const zip = await made('python3', ['-c', script])
    expect(await checkPackage(zip)).toMatchObject({ entries: 4, unzippedBytes: 500_033 })
  })

  test.skipIf(!has('zip'))('zip: files, and links that it keeps', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'postern-zip-'))
    try {
      execFileSync(
        'sh',
        ['-c', 'mkdir lib && echo 1 > lib/a && zip -qr plain.zip . && ln -s /etc link && zip -qry link.zip link'],
        {
          cwd: directory,
        },
      )
      expect(await checkPackage(await readFile(join(directory, 'plain.zip')))).toMatchObject({ unzippedBytes: 2 })
      expect((await refusal(await readFile(join(directory, 'link.zip')))).message).toContain('a symbolic link')
    } finally {
      await rm(directory, { recursive: true })
    }
  })
})

test('a package of files alone is that of files by name', async () => {
  expect(await checkPackage(zipOfFiles({ a: '1', 'b/c': Buffer.from('2') }))).toMatchObject({ entries: 2 })
})

async function refusal(zip: Uint8Array): Promise<PackageError> {
  const error = await checkPackage(zip).catch((error: unknown) => error)
  if (!(error instanceof PackageError)) throw new Error('Not refused with PackageError', { cause: error })
  return error
}

function has(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    if (process.env['CI'] === 'true') throw new Error(`${program} is not on this machine, and CI=true`)
    console.warn(`Skipped: ${program} is not on this machine`)
    return false
  }
}

async function made(program: string, arguments_: readonly string[]): Promise<Buffer> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-zip-'))
  try {
    execFileSync(program, [...arguments_, join(directory, 'made.zip')])
    return await readFile(join(directory, 'made.zip'))
  } finally {
    await rm(directory, { recursive: true })
  }
}
