import type { PatternNode } from './pattern-node.ts'
import { repeatKind } from './repeat-kind.ts'

/**
 * Whether there is a group in a part that is matched on its own (see COMMIT): there, what failed may still leave
 * something in a group. Java shows that, so what was tried before is tried again, within bounds.
 */
export function leavesGroups(node: PatternNode, isAlone = false): boolean {
  switch (node.kind) {
    case 'sequence':
      return node.items.some((item) => leavesGroups(item, isAlone))
    case 'choice':
      return node.branches.some((branch) => leavesGroups(branch, isAlone))
    case 'group':
      return (isAlone && node.capture !== undefined) || leavesGroups(node.body, isAlone)
    case 'look':
    case 'atomic':
      return leavesGroups(node.body, true)
    case 'repeat': {
      if (repeatKind(node) !== 'atoms') return leavesGroups(node.body, isAlone)
      // The loop itself sets and restores the group that it repeats.
      const isOwn = node.body.kind === 'group' && node.mode !== 'possessive' && !isAlone
      return leavesGroups(isOwn && node.body.kind === 'group' ? node.body.body : node.body, true)
    }
    default:
      return false
  }
}
