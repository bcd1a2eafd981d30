import type { Diagnostic } from '../framework/diagnostics.ts'
import { checkLength } from './bounds.ts'
import { knownEntries, type MaybeTexts } from './known.ts'
import { problem } from './problem.ts'

/** Spec control-plane.md 3.1: templates have up to 32K characters. */
const LONGEST = 32_768

/**
 * Mapping templates by key, compiled. Any text can be a key: besides content types it is whatever the selection
 * expression comes to. The compiler is loaded where there is a template.
 */
export async function checkTemplates(name: string, templates: MaybeTexts): Promise<Diagnostic[]> {
  const entries = knownEntries(templates).filter(([, source]) => source !== '')
  if (entries.length === 0) return []
  const { templateProblems } = await import('./compile-template.ts')
  const found: Diagnostic[] = []
  for (const [key, source] of entries) {
    const path = [name, { key }]
    found.push(...checkLength(name, source, LONGEST, path))
    const problems = templateProblems(source)
    if (problems.length > 0) found.push(problem(`Invalid template in ${name}`, problems.join('\n'), path))
  }
  return found
}
