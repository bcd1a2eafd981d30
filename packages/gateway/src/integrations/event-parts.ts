import { decodedPath } from './event-text.ts'
import type { IntegrationBinding } from './integration.ts'

/** Parts that events of both formats share. */

/** What a stage adds before the paths of events: its name, unless it is `$default` (spec/http-api.md section 1). */
export function stagePrefix({ stageName }: IntegrationBinding): string {
  return stageName === '$default' ? '' : `/${stageName}`
}

/** The stage's variables as a JSON object; undefined where there are none. */
export function variablesJson({ stageVariables }: IntegrationBinding): string | undefined {
  const members = Object.entries(stageVariables).map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  )
  return members.length === 0 ? undefined : `{${members.join(',')}}`
}

/** The members of `pathParameters` before their values: `{"id":`, `,"proxy":`. */
export function parameterMembers({ parameters }: IntegrationBinding): readonly string[] {
  return parameters.map((name, index) => `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`)
}

/** `pathParameters`, decoded in both formats; undefined where the route has none. */
export function parametersJson(members: readonly string[], values: readonly string[]): string | undefined {
  if (members.length === 0) return undefined
  let json = ''
  for (let index = 0; index < members.length; index++) {
    json += members[index] + JSON.stringify(parameterText(values[index] as string))
  }
  return `${json}}`
}

/** A greedy value loses its last slash before it is decoded: an escaped one is part of it. */
function parameterText(raw: string): string {
  return decodedPath(raw.endsWith('/') ? raw.slice(0, -1) : raw)
}

/** `domainName` and `domainPrefix`, the first label of it. Most calls come by the same name as the one before. */
export function domainMembers(domainName: string): string {
  if (domainName === lastName) return lastMembers
  const dot = domainName.indexOf('.')
  const prefix = dot === -1 ? domainName : domainName.slice(0, dot)
  lastName = domainName
  lastMembers = `"domainName":${JSON.stringify(domainName)},"domainPrefix":${JSON.stringify(prefix)}`
  return lastMembers
}

let lastName = ''
let lastMembers = '"domainName":"","domainPrefix":""'
