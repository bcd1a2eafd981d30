import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const STRIP = `const [strip, read] = [process.getBuiltinModule('node:module').stripTypeScriptTypes,
    process.getBuiltinModule('node:fs').readFileSync]
  process.stdout.write(JSON.stringify(process.argv.slice(1).map((file) => strip(read(file, 'utf8')))))`

/** Absolute names of what a Node worker runs. */
export interface NodePrograms {
  readonly main: string
  /** For `--require`: before the function's own code, in its threads and in processes that it forks, too. */
  readonly preload: string
}

/** Their texts. */
type NodeTexts = NodePrograms

/**
 * The programs that Node workers run. TypeScript is stripped of its types once for all workers, as that takes longer than
 * all else of a start; and in a process of its own, as it would hold up Postern for as long. A release has `.mjs`, and
 * `.cjs` for what is preloaded.
 */
export class NodeBootstrap {
  readonly #file: string
  #texts: Promise<NodeTexts> | undefined
  #written: Promise<NodePrograms> | undefined

  /** @param file absolute name: `.mjs` or `.ts`; `node-localhost` lies beside it */
  constructor(file: string) {
    this.#file = file
  }

  /** The programs' texts, if they are not files that run as they are. A failure is not kept. */
  async read(): Promise<NodeTexts | undefined> {
    if (!this.#file.endsWith('.ts')) return undefined
    this.#texts ??= strip(this.#file, this.#beside('ts')).catch((error: unknown) => {
      this.#texts = undefined
      throw error
    })
    return this.#texts
  }

  /** What Node can run, written into the directory where need be: always the same one. */
  writtenTo(directory: string): Promise<NodePrograms> {
    this.#written ??= this.#write(directory).catch((error: unknown) => {
      this.#written = undefined
      throw error
    })
    return this.#written
  }

  async #write(directory: string): Promise<NodePrograms> {
    const texts = await this.read()
    if (texts === undefined) return { main: this.#file, preload: this.#beside('cjs') }
    const programs = { main: join(directory, 'node.mjs'), preload: join(directory, 'node-localhost.cjs') }
    await writeFile(programs.main, texts.main)
    await writeFile(programs.preload, texts.preload)
    return programs
  }

  #beside(extension: string): string {
    return join(dirname(this.#file), `node-localhost.${extension}`)
  }
}

async function strip(...files: readonly [main: string, preload: string]): Promise<NodeTexts> {
  const quiet = '--disable-warning=ExperimentalWarning'
  const { stdout } = await promisify(execFile)(process.execPath, [quiet, '-e', STRIP, ...files], {
    env: {},
    maxBuffer: 16 * 1_048_576,
  })
  const [main, preload] = JSON.parse(stdout) as [string, string]
  return { main, preload }
}
