import { lengthsOf } from './pattern-lengths.ts'
import { isOptional, type RepeatNode } from './pattern-node.ts'

/**
 * How Java repeats a part, each way with its own effects on groups and on what is tried:
 * - chars: one character;
 * - option: a group, once or not at all, as alternatives;
 * - atoms: each repetition is matched on its own, with no way back into it: a group of which Java takes it that it can
 *   match in one way only, and whatever is neither a character nor a group, and all that is possessive;
 * - loop: a group, with ways back into its repetitions.
 */
export function repeatKind(node: RepeatNode): 'chars' | 'option' | 'atoms' | 'loop' {
  if (node.body.kind === 'char') return 'chars'
  if (node.body.kind !== 'group' || node.mode === 'possessive') return 'atoms'
  if (isOptional(node)) return 'option'
  return lengthsOf(node.body).isDeterministic ? 'atoms' : 'loop'
}
