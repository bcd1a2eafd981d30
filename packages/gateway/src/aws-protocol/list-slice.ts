/** Some of a list, in the order of the ids. */
export interface ListSlice<Item> {
  readonly items: Item[]
  /** The marker of the next page; undefined at the end of the list. */
  readonly next: string | undefined
}

/**
 * One page of a list. Items come ordered by id and a marker names the last id of its page, so that items made or removed
 * between two pages neither repeat nor hide others. `after` is such an id.
 */
export function sliceList<Item>(
  list: Iterable<readonly [id: string, item: Item]>,
  after: string | undefined,
  size: number,
): ListSlice<Item> {
  const rest = [...list].filter(([id]) => after === undefined || id > after).sort(([a], [b]) => (a < b ? -1 : 1))
  const taken = rest.slice(0, size)
  const last = taken.at(-1)
  const isAll = last === undefined || taken.length === rest.length
  return { items: taken.map(([, item]) => item), next: isAll ? undefined : markerOf(last[0]) }
}

const MARK = 'after:'

function markerOf(id: string): string {
  return Buffer.from(MARK + id).toString('base64url')
}

/** Undefined for a text that is no marker. */
export function idOfMarker(marker: string): string | undefined {
  const id = Buffer.from(marker, 'base64url').toString().slice(MARK.length)
  // Made anew and compared, since the decoder passes over whatever is not base64url.
  return markerOf(id) === marker ? id : undefined
}
