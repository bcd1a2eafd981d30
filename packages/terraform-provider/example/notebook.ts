import { randomUUID } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export interface Note {
  readonly title: string
  readonly text: string
  readonly labels: readonly string[]
  /** Counted by the notebook. */
  readonly revision: number
}

/** The API that the provider manages: here, a directory. */
export class Notebook {
  readonly #directory: string

  constructor(directory: string) {
    this.#directory = directory
  }

  /** Answers the new note's id. */
  async add(note: Omit<Note, 'revision'>): Promise<string> {
    const id = randomUUID()
    await this.#write(id, { ...note, revision: 1 })
    return id
  }

  /** undefined: there is none. */
  async find(id: string): Promise<Note | undefined> {
    try {
      return JSON.parse(await readFile(this.#pathOf(id), 'utf8')) as Note
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw error
    }
  }

  async change(id: string, change: Partial<Omit<Note, 'revision'>>): Promise<void> {
    const before = await this.find(id)
    if (before === undefined) throw new Error(`there is no note ${id}`)
    await this.#write(id, { ...before, ...change, revision: before.revision + 1 })
  }

  async remove(id: string): Promise<void> {
    await rm(this.#pathOf(id), { force: true })
  }

  #write(id: string, note: Note): Promise<void> {
    return writeFile(this.#pathOf(id), JSON.stringify(note))
  }

  /** Ids come from users, who import notes by them. */
  #pathOf(id: string): string {
    if (!/^[\w-]+$/.test(id)) throw new Error(`${JSON.stringify(id)} is not the id of a note`)
    return join(this.#directory, `${id}.json`)
  }
}
