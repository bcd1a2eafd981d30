import { invalidParameter } from './lambda-errors.ts'

/** AWS answers 50 at most, whatever is asked for ("ListFunctions", MaxItems). */
const MOST_ITEMS = 50

/** Something in a list, by a key that orders it; made when it is shown. */
export interface Listed<Item> {
  readonly key: string
  readonly item: () => Item
}

export interface PageRequest {
  readonly Marker?: string | undefined
  readonly MaxItems?: number | undefined
}

export interface ListPage<Item> {
  readonly Items: Item[]
  readonly NextMarker?: string
}

/**
 * One page of a list. A marker names the last key of its page, so that what is made or removed between two pages neither
 * repeats nor hides others.
 */
export function listPage<Item>(list: readonly Listed<Item>[], request: PageRequest): ListPage<Item> {
  const after = request.Marker === undefined ? undefined : keyOf(request.Marker)
  const rest = list.filter(({ key }) => after === undefined || key > after).sort((a, b) => (a.key < b.key ? -1 : 1))
  const taken = rest.slice(0, Math.min(request.MaxItems ?? MOST_ITEMS, MOST_ITEMS))
  const Items = taken.map(({ item }) => item())
  const last = taken.at(-1)
  return last === undefined || taken.length === rest.length ? { Items } : { Items, NextMarker: markerOf(last.key) }
}

const MARK = 'after:'

function markerOf(key: string): string {
  return Buffer.from(MARK + key).toString('base64url')
}

function keyOf(marker: string): string {
  const text = Buffer.from(marker, 'base64url').toString()
  // Made anew and compared, since the decoder passes over whatever is not base64url.
  if (!text.startsWith(MARK) || markerOf(text.slice(MARK.length)) !== marker) {
    throw invalidParameter('Invalid Marker')
  }
  return text.slice(MARK.length)
}
