import { JsonError, parseJson } from '@postern/velocity'
import { suggestion } from '../configuration/nearest-name.ts'
import { ConfigurationError } from '../configuration/read-settings.ts'
import { PARAMETER_PLACES, type ParameterPlace, type TemplateParameters } from '../expression/input-binding.ts'
import { readSource, sourceTitle } from './read-source.ts'

/** The members of a file's JSON object, with Java's numbers, as templates have them. Throws a ConfigurationError. */
export async function readObjectSource(path: string): Promise<Map<string, unknown>> {
  const text = await readSource(path)
  const value = parse(path, text)
  if (!(value instanceof Map)) throw new ConfigurationError([`${sourceTitle(path)}: expected a JSON object`])
  return value as Map<string, unknown>
}

/** A JSON object of texts. Throws a ConfigurationError. */
export async function readTextsSource(path: string): Promise<Readonly<Record<string, string>>> {
  return textsOf(path, [], await readObjectSource(path))
}

/** `{"path": {…}, "querystring": {…}, "header": {…}}`; each may be missing. Throws a ConfigurationError. */
export async function readParametersSource(path: string): Promise<TemplateParameters> {
  const parameters: Partial<Record<ParameterPlace, Readonly<Record<string, string>>>> = {}
  for (const [name, texts] of await readObjectSource(path)) {
    const place = PARAMETER_PLACES.find((known) => known === name)
    if (place === undefined) {
      const known = `expected path, querystring or header${suggestion(name, PARAMETER_PLACES)}`
      throw new ConfigurationError([`${sourceTitle(path)}: no such key ${name}; ${known}`])
    }
    parameters[place] = textsOf(path, [name], texts)
  }
  return parameters
}

function parse(path: string, text: string): unknown {
  try {
    return parseJson(text)
  } catch (error) {
    // Its message says where, and shows the line.
    if (error instanceof JsonError) throw new ConfigurationError([`${sourceTitle(path)}: ${error.message}`])
    throw error
  }
}

function textsOf(path: string, keys: readonly string[], value: unknown): Readonly<Record<string, string>> {
  if (!(value instanceof Map))
    throw new ConfigurationError([`${sourceTitle(path)}: ${keys.join('.')}: expected an object`])
  const entries = [...(value as ReadonlyMap<string, unknown>)].map(([name, text]) => {
    if (typeof text === 'string') return [name, text] as const
    throw new ConfigurationError([`${sourceTitle(path)}: ${[...keys, name].join('.')}: expected a string`])
  })
  return Object.fromEntries(entries)
}
