import { idOfMarker, sliceList } from '../aws-protocol/list-slice.ts'
import { badRequest } from '../aws-protocol/service-error.ts'

/** AWS's page size where none is asked for, and the largest that can be (spec control-plane.md 1.4; docs/differences.md). */
const DEFAULT_RESULTS = 25
const MOST_RESULTS = 500

export interface PageRequest {
  readonly MaxResults?: string | undefined
  readonly NextToken?: string | undefined
}

export interface Page<Item> {
  readonly Items: Item[]
  readonly NextToken?: string
}

/** One page of a list (aws-protocol/list-slice.ts), as API Gateway words it. */
export function page<Item>(list: Iterable<readonly [id: string, item: Item]>, request: PageRequest): Page<Item> {
  const size = parseSize(request.MaxResults)
  const { items, next } = sliceList(list, parseToken(request.NextToken), size)
  return next === undefined ? { Items: items } : { Items: items, NextToken: next }
}

function parseSize(text: string | undefined): number {
  if (text === undefined) return DEFAULT_RESULTS
  const size = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (size < 1 || size > MOST_RESULTS) {
    throw badRequest(`Invalid maxResults specified. Must be a number from 1 to ${MOST_RESULTS}`)
  }
  return size
}

function parseToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined
  const id = idOfMarker(token)
  if (id === undefined) throw badRequest('Invalid nextToken specified')
  return id
}
