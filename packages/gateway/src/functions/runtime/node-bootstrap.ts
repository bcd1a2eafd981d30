import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const STRIP = `process.stdout.write(
  process.getBuiltinModule('node:module').stripTypeScriptTypes(
    process.getBuiltinModule('node:fs').readFileSync(process.argv[1], 'utf8')))`

/**
 * The program that Node workers run. TypeScript is stripped of its types once for all workers, as that takes longer than
 * all else of a start; and in a process of its own, as it would hold up Postern for as long. A release has a `.mjs`.
 */
export class NodeBootstrap {
  readonly #file: string
  #text: Promise<string> | undefined
  #written: Promise<string> | undefined

  /** @param file absolute name: `.mjs`, `.js` or `.ts` */
  constructor(file: string) {
    this.#file = file
  }

  /** The program's text, if it is not a file that runs as it is. A failure is not kept. */
  async read(): Promise<string | undefined> {
    if (!this.#file.endsWith('.ts')) return undefined
    this.#text ??= strip(this.#file).catch((error: unknown) => {
      this.#text = undefined
      throw error
    })
    return this.#text
  }

  /** The absolute name of what Node can run, written into the directory where need be: always the same one. */
  writtenTo(directory: string): Promise<string> {
    this.#written ??= this.#write(directory).catch((error: unknown) => {
      this.#written = undefined
      throw error
    })
    return this.#written
  }

  async #write(directory: string): Promise<string> {
    const text = await this.read()
    if (text === undefined) return this.#file
    const file = join(directory, 'node.mjs')
    await writeFile(file, text)
    return file
  }
}

async function strip(file: string): Promise<string> {
  const quiet = '--disable-warning=ExperimentalWarning'
  const { stdout } = await promisify(execFile)(process.execPath, [quiet, '-e', STRIP, file], {
    env: {},
    maxBuffer: 16 * 1_048_576,
  })
  return stdout
}
