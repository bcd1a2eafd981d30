import type { Site } from './program.ts'

/** Positions are remembered in chunks of so many, allocated where something failed. */
const CHUNK_BITS = 12
const CHUNK_WORDS = 1 << (CHUNK_BITS - 5)
/** What a chunk costs in steps. */
const CHUNK_COST = 32

type Chunks = (Uint32Array | undefined)[]

/**
 * Which places of a program have failed at which positions of a text. What follows a place hangs on nothing but the
 * position (and the loops that the site names), so none needs to be tried twice: this is what keeps (a+)+$ and its
 * like from doubling with every character.
 */
export class FailureMemory {
  readonly #sites: readonly Site[]
  readonly #plain: (Chunks | undefined)[] = []
  readonly #counted = new Map<number, Chunks>()
  /** For each site, the first and the last position of the latest run of characters that was walked in vain. */
  readonly #runs: Int32Array

  constructor(sites: readonly Site[]) {
    this.#sites = sites
    this.#runs = new Int32Array(2 * sites.length).fill(-1)
  }

  has(site: number, position: number, registers: Int32Array): boolean {
    const chunks = this.#chunksOf(site, position, registers)
    const chunk = chunks?.[position >> CHUNK_BITS]
    return chunk !== undefined && ((chunk[(position >> 5) & (CHUNK_WORDS - 1)] ?? 0) & (1 << (position & 31))) !== 0
  }

  /** Returns what this costs. */
  add(site: number, position: number, registers: Int32Array): number {
    if (this.#isOpen(site, position, registers)) return 0
    const chunks = this.#chunksOf(site, position, registers) ?? this.#newChunks(site, position, registers)
    const existing = chunks[position >> CHUNK_BITS]
    const chunk = existing ?? new Uint32Array(CHUNK_WORDS)
    if (!existing) chunks[position >> CHUNK_BITS] = chunk
    const word = (position >> 5) & (CHUNK_WORDS - 1)
    chunk[word] = (chunk[word] ?? 0) | (1 << (position & 31))
    return existing ? 0 : CHUNK_COST
  }

  /**
   * A repeated character can be taken up to `last` and no further, and none of the positions from `first` to there led
   * anywhere.
   */
  addRun(site: number, first: number, last: number, registers: Int32Array): void {
    if (this.#sites[site]?.counters.length !== 0) return
    const start = this.#isOpen(site, first, registers) ? first + 1 : first
    if (start > last) return
    this.#runs[2 * site] = start
    this.#runs[2 * site + 1] = last
  }

  /** Where the run that was added last begins, or -1. */
  runStart(site: number): number {
    return this.#runs[2 * site] ?? -1
  }

  runEnd(site: number): number {
    return this.#runs[2 * site + 1] ?? -1
  }

  /** Whether a loop around has taken nothing in its repetition. */
  #isOpen(site: number, position: number, registers: Int32Array): boolean {
    const begins = this.#sites[site]?.begins ?? []
    for (const begin of begins) if (registers[begin] === position) return true
    return false
  }

  #chunksOf(site: number, position: number, registers: Int32Array): Chunks | undefined {
    const counters = this.#sites[site]?.counters
    if (!counters || counters.length === 0) return this.#plain[site]
    return this.#counted.get(this.#keyOf(site, position, registers))
  }

  #newChunks(site: number, position: number, registers: Int32Array): Chunks {
    const chunks: Chunks = []
    if (this.#sites[site]?.counters.length === 0) this.#plain[site] = chunks
    else this.#counted.set(this.#keyOf(site, position, registers), chunks)
    return chunks
  }

  #keyOf(site: number, position: number, registers: Int32Array): number {
    let key = 0
    for (const { register, begin, most } of this.#sites[site]?.counters ?? []) {
      const isEmpty = registers[begin] === position ? 1 : 0
      key = (key * (most + 1) + Math.min(registers[register] ?? 0, most)) * 2 + isEmpty
    }
    return key * this.#sites.length + site
  }
}
