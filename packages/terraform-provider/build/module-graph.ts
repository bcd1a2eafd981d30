import type { Metafile } from 'esbuild'

type Inputs = Metafile['inputs']

export interface SplitGraph {
  /** The files that each start evaluates. */
  readonly start: ReadonlySet<string>
  /** What `import()` reaches from there, by what must travel together because it shares files. */
  readonly late: readonly (readonly string[])[]
}

/** Splits the modules of a program by when they are needed. */
export function splitGraph(inputs: Inputs, entry: string): SplitGraph {
  const start = reach(inputs, [entry], new Set(), false)
  const groups: { readonly entries: string[]; readonly files: Set<string> }[] = []
  for (const late of lateImports(inputs, start)) {
    const files = reach(inputs, [late], start, true)
    const own = { entries: [late], files }
    for (const group of groups.filter((group) => !group.files.isDisjointFrom(files))) {
      own.entries.push(...group.entries)
      for (const file of group.files) files.add(file)
      groups.splice(groups.indexOf(group), 1)
    }
    groups.push(own)
  }
  return { start, late: groups.map(({ entries }) => entries.sort()) }
}

function lateImports(inputs: Inputs, start: ReadonlySet<string>): Set<string> {
  const found = new Set<string>()
  for (const file of start) {
    for (const { path, kind, external } of inputs[file]?.imports ?? []) {
      if (kind === 'dynamic-import' && external !== true && !start.has(path)) found.add(path)
    }
  }
  return found
}

/** The files that these import, and theirs, but for those of `except`. */
function reach(inputs: Inputs, from: readonly string[], except: ReadonlySet<string>, lateToo: boolean): Set<string> {
  const found = new Set<string>()
  const waiting = [...from]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file) || except.has(file)) continue
    found.add(file)
    for (const { path, kind, external } of inputs[file]?.imports ?? []) {
      if (external !== true && (lateToo || kind !== 'dynamic-import')) waiting.push(path)
    }
  }
  return found
}
