import corpus from './corpus.json' with { type: 'json' }
import type { Random } from './random.ts'

/** JSON, as text, of the kind that a name of a context usually has. */
export function jsonValue(random: Random, kind: string, depth = 0): string {
  const inside = () => anyJson(random, depth + 1)
  switch (kind) {
    case 'string':
      return JSON.stringify(random.pick(corpus.strings))
    case 'int':
      return random.chance(96) ? String(random.int(12) - 2) : random.pick(corpus.numbers)
    case 'number':
      return random.pick(corpus.numbers)
    case 'boolean':
      return random.pick(['true', 'false'])
    case 'list':
      return `[${random.some(0, 4, inside).join(',')}]`
    case 'map':
      return `{${random.some(0, 4, () => `${JSON.stringify(random.pick(corpus.keys))}:${inside()}`).join(',')}}`
    default:
      return 'null'
  }
}

export function anyJson(random: Random, depth = 0): string {
  const deep = depth < 3 ? 2 : 0
  const kind = random.weighted([
    [5, 'string'],
    [4, 'int'],
    [2, 'number'],
    [1, 'boolean'],
    [1, 'null'],
    [deep, 'list'],
    [deep, 'map'],
  ])
  return jsonValue(random, kind, depth)
}
