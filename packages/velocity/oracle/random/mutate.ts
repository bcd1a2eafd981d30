import corpus from './corpus.json' with { type: 'json' }
import type { Random } from './random.ts'

/** Half a character, too, which Vite does not let a JSON file have. */
const SNIPPETS = [...corpus.snippets, '\ud800']

/** The template with something deleted, doubled, swapped or put in: most are no longer templates. */
export function mutate(template: string, random: Random): string {
  const at = random.int(template.length + 1)
  const length = random.pick([1, 1, 1, 2, 1 + random.int(8)])
  const [before, here, after] = [template.slice(0, at), template.slice(at, at + length), template.slice(at + length)]
  return random.branch([
    [4, () => `${before}${after}`],
    [5, () => `${before}${random.pick(SNIPPETS)}${here}${after}`],
    [2, () => `${before}${random.pick(SNIPPETS)}${after}`],
    [1, () => `${before}${here}${here}${after}`],
    [1, () => `${before}${after.slice(0, 1)}${here}${after.slice(1)}`],
    [1, () => before],
  ])
}
