import { decodedQuery } from './event-text.ts'

/** Names in the order in which they first come. Undefined where the query has no parameter. */
function parse(query: string): ReadonlyMap<string, readonly string[]> | undefined {
  if (query === '') return undefined
  const parameters = new Map<string, string[]>()
  for (const pair of query.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const name = decodedQuery(equals === -1 ? pair : pair.slice(0, equals))
    const value = equals === -1 ? '' : decodedQuery(pair.slice(equals + 1))
    const values = parameters.get(name)
    if (values === undefined) parameters.set(name, [value])
    else values.push(value)
  }
  return parameters.size === 0 ? undefined : parameters
}

/** `queryStringParameters` of payload 2.0, a JSON object; undefined where there is nothing in it. */
export function joinedQuery(query: string): string | undefined {
  return objectOf(parse(query), (values) => JSON.stringify(values.length === 1 ? values[0] : values.join(',')))
}

/** `queryStringParameters` and `multiValueQueryStringParameters` of payload 1.0: JSON objects. */
export function multiValueQuery(query: string): { readonly last: string; readonly all: string } | undefined {
  const parameters = parse(query)
  const last = objectOf(parameters, (values) => JSON.stringify(values.at(-1)))
  const all = objectOf(parameters, (values) => JSON.stringify(values))
  return last === undefined || all === undefined ? undefined : { last, all }
}

function objectOf(
  parameters: ReadonlyMap<string, readonly string[]> | undefined,
  write: (values: readonly string[]) => string,
): string | undefined {
  if (parameters === undefined) return undefined
  let json = ''
  for (const [name, values] of parameters) json += `${json === '' ? '{' : ','}${JSON.stringify(name)}:${write(values)}`
  return `${json}}`
}
