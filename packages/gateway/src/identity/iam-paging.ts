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

/**
 * One page of a list. Items come ordered by `idOf` and a marker names the last id of its page, so that items made or
 * removed between two pages neither repeat nor hide others.
 */
export function page<Item>(items: Iterable<Item>, idOf: (item: Item) => string, request: PageRequest): Page<Item> {
  const after = request.Marker === undefined ? undefined : idOfMarker(request.Marker)
  const rest = [...items].map((item) => [idOf(item), item] as const)
  const ordered = rest.filter(([id]) => after === undefined || id > after).sort(([a], [b]) => (a < b ? -1 : 1))
  const taken = ordered.slice(0, request.MaxItems ?? DEFAULT_ITEMS)
  const last = taken.at(-1)
  return {
    items: taken.map(([, item]) => item),
    paging:
      last === undefined || taken.length === ordered.length
        ? { IsTruncated: false }
        : { IsTruncated: true, Marker: markerOf(last[0]) },
  }
}

function markerOf(id: string): string {
  return Buffer.from(id).toString('base64url')
}

function idOfMarker(marker: string): string {
  const id = Buffer.from(marker, 'base64url').toString()
  // Made anew and compared, since the decoder passes over whatever is not base64url.
  if (markerOf(id) !== marker) throw validationError('Invalid Marker.')
  return id
}
