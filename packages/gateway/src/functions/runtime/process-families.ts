import { readdirSync, readFileSync } from 'node:fs'

/** A process that belongs to a worker. */
interface Member {
  readonly family: string
  /** In clock ticks since the machine's start. With the id it tells a process from a later one that got its id. */
  readonly started: string
}

interface Status {
  readonly state: string
  readonly parent: number
  readonly group: number
  readonly session: number
  readonly started: string
}

/**
 * Which processes of this machine belong to which worker, by /proc: those that it started, what those started, and what
 * put itself into a session of its own or lost its parents, by the marker in its environment. A process that leaves its
 * session, loses its parents and empties its environment between two looks is not found: only a container could.
 */
export class ProcessFamilies {
  /** `NAME=prefix` of all markers; the rest of the value, up to `;`, is the family. */
  readonly #marker: Buffer
  readonly #leaders = new Map<number, string>()
  /** By process id; undefined where it is none of ours. */
  #known = new Map<number, Member | undefined>()

  constructor(marker: string) {
    this.#marker = Buffer.from(marker)
  }

  static get supported(): boolean {
    return process.platform === 'linux'
  }

  lead(pid: number, family: string): void {
    this.#leaders.set(pid, family)
  }

  leave(pid: number): void {
    this.#leaders.delete(pid)
  }

  /** Looks at the processes that are new since the last look, and answers the members of each family. */
  look(): Map<string, number[]> {
    const before = this.#known
    const known = new Map<number, Member | undefined>()
    this.#known = known
    const members = new Map<string, number[]>()
    for (const pid of processIds()) {
      const old = before.get(pid)
      const isOld = before.has(pid) && (old === undefined || statusOf(pid)?.started === old.started)
      const member = isOld ? old : this.#examine(pid, known)
      known.set(pid, member)
      if (member === undefined) continue
      const list = members.get(member.family)
      if (list === undefined) members.set(member.family, [pid])
      else list.push(pid)
    }
    return members
  }

  /** The living members of some families, looked for from scratch, and without holding up everything else for it. */
  async find(families: ReadonlySet<string>): Promise<number[]> {
    const found: number[] = []
    // What is known as a member stays one, though its parents may be gone by now.
    const known = new Map(this.#known)
    let looked = 0
    for (const pid of processIds()) {
      looked += 1
      if (looked % 64 === 0) await new Promise((resolve) => setImmediate(resolve))
      const member = this.#examine(pid, known)
      known.set(pid, member)
      if (member !== undefined && families.has(member.family)) found.push(pid)
    }
    return found
  }

  #examine(pid: number, known: ReadonlyMap<number, Member | undefined>): Member | undefined {
    const status = statusOf(pid)
    // A zombie is gone but for its parent.
    if (status === undefined || status.state === 'Z' || status.state === 'X') return undefined
    const { parent, group, session, started } = status
    const before = known.get(pid)
    if (before?.started === started) return before
    const family =
      this.#leaders.get(pid) ??
      this.#leaders.get(parent) ??
      known.get(parent)?.family ??
      this.#leaders.get(group) ??
      this.#leaders.get(session) ??
      this.#markOf(pid)
    return family === undefined ? undefined : { family, started }
  }

  #markOf(pid: number): string | undefined {
    const environment = read(`/proc/${pid}/environ`)
    if (environment === undefined) return undefined
    const at = environment.indexOf(this.#marker)
    if (at === -1) return undefined
    const start = at + this.#marker.length
    return environment.toString('latin1', start, environment.indexOf(';', start))
  }
}

function processIds(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html; the name may hold anything but a last `)`. */
function statusOf(pid: number): Status | undefined {
  const text = read(`/proc/${pid}/stat`)?.toString('latin1')
  if (text === undefined) return undefined
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ', 20)
  const [state = '', parent, group, session] = fields
  return { state, parent: Number(parent), group: Number(group), session: Number(session), started: fields[19] ?? '' }
}

function read(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch {
    // It has ended, or it is another user's.
    return undefined
  }
}
