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

/**
 * One page of a list. Items come ordered by id and a token names the last id of its page, so that items made or removed
 * between two pages neither repeat nor hide others.
 */
export function page<Item>(items: Iterable<readonly [id: string, item: Item]>, request: PageRequest): Page<Item> {
  const size = parseSize(request.MaxResults)
  const after = parseToken(request.NextToken)
  const rest = [...items].filter(([id]) => after === undefined || id > after)
  rest.sort(([a], [b]) => (a < b ? -1 : 1))
  const taken = rest.slice(0, size)
  const last = taken.at(-1)
  const Items = taken.map(([, item]) => item)
  return last === undefined || rest.length <= size ? { Items } : { Items, NextToken: makeToken(last[0]) }
}

function parseSize(text: string | undefined): number {
  if (text === undefined) return DEFAULT_RESULTS
  const size = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (size < 1 || size > MOST_RESULTS) {
    throw badRequest(`Invalid maxResults specified. Must be a number from 1 to ${MOST_RESULTS}`)
  }
  return size
}

const MARK = 'after:'

function makeToken(id: string): string {
  return Buffer.from(MARK + id).toString('base64url')
}

function parseToken(token: string | undefined): string | undefined {
  if (token === undefined) return undefined
  const text = Buffer.from(token, 'base64url').toString()
  // Made anew and compared, since the decoder passes over whatever is not base64url.
  if (!text.startsWith(MARK) || makeToken(text.slice(MARK.length)) !== token) {
    throw badRequest('Invalid nextToken specified')
  }
  return text.slice(MARK.length)
}
