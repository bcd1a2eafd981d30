import { idOfMarker, sliceList } from '../aws-protocol/list-slice.ts'
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

/** One page of a list (aws-protocol/list-slice.ts), as Lambda words it. */
export function listPage<Item>(list: readonly Listed<Item>[], request: PageRequest): ListPage<Item> {
  const after = request.Marker === undefined ? undefined : idOfMarker(request.Marker)
  if (after === undefined && request.Marker !== undefined) throw invalidParameter('Invalid Marker')
  const size = Math.min(request.MaxItems ?? MOST_ITEMS, MOST_ITEMS)
  const keyed = list.map(({ key, item }) => [key, item] as const)
  const { items, next } = sliceList(keyed, after, size)
  const Items = items.map((item) => item())
  return next === undefined ? { Items } : { Items, NextMarker: next }
}
