import { idOfMarker, sliceList } from '../aws-protocol/list-slice.ts'
import { validationError } from '../aws-protocol/query-protocol-input.ts'

/** IAM API reference: "If you do not include this parameter, the number of items defaults to 100." */
const DEFAULT_ITEMS = 100

export interface PageRequest {
  readonly Marker: string | undefined
  readonly MaxItems: number | undefined
}

interface Page<Item> {
  readonly items: Item[]
  /** The members that every list answers. */
  readonly paging: { readonly IsTruncated: boolean; readonly Marker?: string }
}

/** One page of a list (aws-protocol/list-slice.ts), as IAM words it. */
export function page<Item>(items: Iterable<Item>, idOf: (item: Item) => string, request: PageRequest): Page<Item> {
  const after = request.Marker === undefined ? undefined : idOfMarker(request.Marker)
  if (after === undefined && request.Marker !== undefined) throw validationError('Invalid Marker.')
  const list = [...items].map((item) => [idOf(item), item] as const)
  const slice = sliceList(list, after, request.MaxItems ?? DEFAULT_ITEMS)
  const { next } = slice
  return {
    items: slice.items,
    paging: next === undefined ? { IsTruncated: false } : { IsTruncated: true, Marker: next },
  }
}
