import { type CharPredicate, predicate } from './char-predicate.ts'
import { blockTable } from './unicode-block-table.ts'

/** Names that Java takes besides the block's own. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['greekandcoptic', 'greek'],
  ['combiningdiacriticalmarksforsymbols', 'combiningmarksforsymbols'],
  ['cyrillicsupplement', 'cyrillicsupplementary'],
])

let ranges: Map<string, readonly [number, number]> | undefined

/** \p{In<name>}: a block by its name in any case, with spaces, hyphens and underscores or without. */
export function unicodeBlock(name: string): CharPredicate | undefined {
  const key = keyOf(name)
  const found = blocks().get(aliases.get(key) ?? key)
  if (!found) return undefined
  const [low, high] = found
  return predicate((codePoint) => codePoint >= low && codePoint <= high, false)
}

function blocks(): ReadonlyMap<string, readonly [number, number]> {
  ranges ??= new Map(
    blockTable.split(',').map((row) => {
      const [name = '', low = '', high = ''] = row.split(' ')
      return [keyOf(name), [Number.parseInt(low, 16), Number.parseInt(high, 16)]]
    }),
  )
  return ranges
}

function keyOf(name: string): string {
  return name.toLowerCase().replaceAll(/[ _-]/g, '')
}
