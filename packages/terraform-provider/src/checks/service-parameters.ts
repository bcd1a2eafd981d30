import { isServiceParameterSource, serviceSubtypes } from '@postern/expressions/service-subtypes'
import { UNKNOWN } from '../conversion/value.ts'
import type { Diagnostic } from '../framework/diagnostics.ts'
import { checkLength } from './bounds.ts'
import { knownEntries, knownKeys, type MaybeTexts } from './known.ts'
import { problem, quoted } from './problem.ts'

/** First-class integrations with AWS services. Guide: http-api-develop-integrations-aws-services-reference. */
export function* checkService(
  subtypeName: string,
  subtype: string,
  name: string,
  parameters: MaybeTexts,
): Generator<Diagnostic> {
  const service = serviceSubtypes.get(subtype)
  if (service === undefined) {
    const names = [...serviceSubtypes.keys()].join(', ')
    yield problem(`Invalid ${subtypeName}`, `${subtypeName} is ${quoted(subtype)}. Allowed: ${names}.`, [subtypeName])
    return
  }
  if (parameters === UNKNOWN) return
  const given = knownKeys(parameters)
  const missing = service.required.filter((parameter) => !given.includes(parameter))
  if (missing.length > 0) {
    yield problem(`Missing ${name}`, `${subtype} needs ${missing.join(', ')}.`, [
      parameters === null ? subtypeName : name,
    ])
  }
  const known = [...service.required, ...service.optional, 'Region']
  for (const key of given) {
    if (known.includes(key)) continue
    yield problem(`Invalid key in ${name}`, `${subtype} has no ${quoted(key)}. Allowed: ${known.join(', ')}.`, [
      name,
      { key },
    ])
  }
  for (const [key, value] of knownEntries(parameters)) {
    const path = [name, { key }]
    yield* checkLength(name, value, 512, path)
    if (!known.includes(key) || (value !== '' && isServiceParameterSource(key, value))) continue
    const detail = `The value of ${key} is neither static text nor a mapping expression such as $request.body.PATH.`
    yield problem(`Invalid value in ${name}`, detail, path)
  }
}
