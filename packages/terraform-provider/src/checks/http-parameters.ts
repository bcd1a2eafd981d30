import { parseMappingKey } from '@postern/expressions/mapping-key'
import { parseMappingValue } from '@postern/expressions/mapping-value'
import type { AttributePath, Diagnostic } from '../framework/diagnostics.ts'
import { checkLength } from './bounds.ts'
import { knownEntries, knownKeys, type MaybeText, type MaybeTexts } from './known.ts'
import { problem } from './problem.ts'

/** Parameter mappings of HTTP APIs. Guide: http-api-parameter-mapping; spec control-plane.md 5.5, http-api.md 6. */

type Side = 'request' | 'response'

const KEYS: Readonly<Record<Side, string>> = {
  request: 'append:, overwrite: or remove: and header.NAME or querystring.NAME; overwrite:path',
  response: 'append:, overwrite: or remove: and header.NAME; overwrite:statuscode',
}
const VALUES: Readonly<Record<Side, string>> = {
  request:
    'static text, or one of $request.header.NAME, $request.querystring.NAME, $request.path, $request.path.NAME, $request.body, $request.body.PATH, $context.NAME, $stageVariables.NAME; in a text as ${request.header.NAME}',
  response:
    'static text, or one of $response.header.NAME, $response.body, $response.body.PATH, $context.NAME, $stageVariables.NAME; in a text as ${response.header.NAME}',
}
/** Spec control-plane.md 3.1. */
const LONGEST_VALUE = 512
/** What no header's value may hold (RFC 9110 5.5): it would end the line. */
const BREAKS = /[\0\r\n]/

/** `pathOf`: where an entry is; in a set nothing but the set itself can be pointed at. */
export function* checkHttpMapping(
  name: string,
  side: Side,
  mapping: MaybeTexts,
  pathOf: (key: string) => AttributePath = (key) => [name, { key }],
): Generator<Diagnostic> {
  for (const key of knownKeys(mapping)) {
    const parsed = parseMappingKey(key, side)
    if (!('problem' in parsed)) continue
    yield problem(`Invalid key in ${name}`, `${parsed.problem}. Allowed: ${KEYS[side]}.`, pathOf(key))
  }
  for (const [key, value] of knownEntries(mapping)) {
    const parsed = parseMappingKey(key, side)
    yield* checkLength(name, value, LONGEST_VALUE, pathOf(key))
    // What a removal is given is ignored.
    if ('problem' in parsed || parsed.action === 'remove') continue
    const reason = reasonOf(value, side, parsed.location)
    if (reason !== undefined) yield problem(`Invalid value in ${name}`, `The value of ${key} ${reason}`, pathOf(key))
  }
}

/** Never shows the value: secrets are mapped, too. */
function reasonOf(value: string, side: Side, location: string): string | undefined {
  if (value === '') return `is empty. Allowed: ${VALUES[side]}.`
  if ('problem' in parseMappingValue(value, side)) return `is no mapping expression. Allowed: ${VALUES[side]}.`
  return location === 'header' && BREAKS.test(value) ? 'has a line break, which no header can have.' : undefined
}

interface ResponseBlock {
  readonly status_code: MaybeText
  readonly mappings: MaybeTexts
}

/** Blocks of a status and its mapping, in a set. */
export function* checkResponseBlocks(name: string, blocks: unknown): Generator<Diagnostic> {
  for (const block of Array.isArray(blocks) ? (blocks as readonly unknown[]) : []) {
    if (typeof block !== 'object' || block === null) continue
    const { status_code: status, mappings } = block as ResponseBlock
    // hashicorp/aws has the same bounds.
    if (typeof status === 'string' && !/^[2-5]\d\d$/.test(status)) {
      yield problem('Invalid status_code', `status_code is ${JSON.stringify(status)}. Allowed: 200 to 599.`, [name])
    }
    yield* checkHttpMapping(name, 'response', mappings, () => [name])
  }
}
