import { type CharPredicate, SingleChar } from './char-predicate.ts'
import { leavesGroups } from './group-leak.ts'
import type { PatternNode } from './pattern-node.ts'

/** For each unit below 256 whether a match can begin with it, and at 256 whether with any other. */
export type FirstUnits = Uint8Array

/** Sets that ask more tests than this are not asked. */
const MOST_COST = 32

/**
 * What a match can begin with; undefined where it may be empty or may begin with anything, and where trying to match
 * may leave something in a group even though it fails.
 */
export function firstUnitsOf(node: PatternNode): FirstUnits | undefined {
  const units = new Uint8Array(257)
  if (leavesGroups(node) || addFirst(node, units)) return undefined
  return units.every((unit) => unit === 1) ? undefined : units
}

/** Adds what `node` can begin with; returns whether it can be empty. */
function addFirst(node: PatternNode, units: FirstUnits): boolean {
  switch (node.kind) {
    case 'char':
      addSet(node.set, units)
      return false
    case 'lineBreak':
    case 'grapheme':
      units.fill(1)
      return false
    case 'reference':
      units.fill(1)
      return true
    case 'assertion':
    case 'look':
      return true
    case 'sequence':
      return node.items.every((item) => addFirst(item, units))
    case 'choice':
      return node.branches.reduce((isEmpty, branch) => addFirst(branch, units) || isEmpty, false)
    case 'group':
    case 'atomic':
      return addFirst(node.body, units)
    default:
      return addFirst(node.body, units) || node.min === 0
  }
}

function addSet(set: CharPredicate, units: FirstUnits): void {
  if (set instanceof SingleChar && set.codePoint < 256) {
    units[set.codePoint] = 1
    return
  }
  units[256] = 1
  for (let unit = 0; unit < 256; unit += 1) {
    if (units[unit] === 0 && (set.cost > MOST_COST || set.test(unit))) units[unit] = 1
  }
}
