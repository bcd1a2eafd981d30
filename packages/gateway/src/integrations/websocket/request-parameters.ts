import { isToken } from '@postern/expressions/mapping-key'
import { DefinitionError } from '../../expression/definition-error.ts'
import type { EventSources } from './event-sources.ts'
import { compileRequestValue, isLiteral, type MappedValue } from './mapped-value.ts'

const KEY = /^integration\.request\.(header|querystring|path)\.([a-zA-Z0-9._$-]+)$/

/** What the gateway writes itself (spec/websocket-api.md section 4.1). */
const ILLEGAL = new Set(['content-length', 'transfer-encoding', 'x-amzn-trace-id', 'x-amzn-apigateway-api-id'])

interface Mapping {
  readonly location: 'header' | 'querystring' | 'path'
  readonly name: string
  readonly value: MappedValue<EventSources>
  /** Of what goes into URLs: a literal is written as it is to be sent. */
  readonly isEncoded: boolean
}

/** An integration's `request_parameters`. Throws DefinitionError. */
export class RequestParameters {
  readonly #mappings: readonly Mapping[]

  constructor(parameters: Readonly<Record<string, string>> | undefined) {
    this.#mappings = Object.entries(parameters ?? {}).map(([key, value]) => compileMapping(key, value))
  }

  /** Names with their values, in the order of the document; for URLs, the values are encoded. */
  *values(
    location: Mapping['location'],
    sources: EventSources,
  ): Generator<readonly [name: string, values: readonly string[]]> {
    for (const mapping of this.#mappings) {
      if (mapping.location !== location) continue
      const values = mapping.value(sources)
      const isRaw = location === 'header' || mapping.isEncoded
      if (values.length > 0) yield [mapping.name, isRaw ? values : values.map(encoded)]
    }
  }

  /** The values of one header. `lowerName` is in lower case. */
  header(lowerName: string, sources: EventSources): readonly string[] {
    const found = this.#mappings.find(({ location, name }) => location === 'header' && name.toLowerCase() === lowerName)
    return found?.value(sources) ?? []
  }
}

/** Halves of surrogate pairs, which a message may hold as escapes, have no encoding. */
const encoded = (value: string): string => encodeURIComponent(value.toWellFormed())

function compileMapping(key: string, value: string): Mapping {
  const [, location, name = ''] = KEY.exec(key) ?? []
  if (location === undefined) throw new DefinitionError(`the mapping key ${JSON.stringify(key)} is none`)
  if (location === 'header' && (!isToken(name) || ILLEGAL.has(name.toLowerCase()))) {
    throw new DefinitionError(`the header ${name} cannot be mapped`)
  }
  return {
    location: location as Mapping['location'],
    name,
    value: compileRequestValue(value),
    isEncoded: isLiteral(value),
  }
}
