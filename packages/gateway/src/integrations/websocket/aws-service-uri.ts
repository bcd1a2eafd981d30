import { StageText, type TextForm } from '../stage-text.ts'
import { s3ActionOf } from './aws-service-s3.ts'
import { type AwsService, findService } from './aws-service-table.ts'

/** What an integration URI asks of an AWS service; `{name}` in its texts is yet to be filled in. */
export interface AwsServiceTarget {
  readonly region: string
  readonly service: AwsService
  /** An action by its name; undefined for a path. */
  readonly action: string | undefined
  /** With a leading `/`. */
  readonly path: string
  /** `name=value`, percent-encoded. */
  readonly query: readonly string[]
}

const URI = /^arn:aws[\w-]*:apigateway:([\w-]+):((?:[\w-]+\.)*[\w-]+):(action|path)\/(\S*)$/
const ACTION = /^\w+$/

/** Variables stand in the action or in the path (spec/websocket-api.md section 4.2). */
const FORMS: readonly TextForm[] = [{ head: /^arn:aws[\w-]*:apigateway:[\w-]+:[\w.-]+:(?:action|path)\//, tail: /^/ }]

/** The `integration_uri` of an AWS service. Throws DefinitionError. */
export function parseServiceUri(uri: string): StageText<AwsServiceTarget> {
  return new StageText(uri, FORMS, targetOf)
}

function targetOf(uri: string): AwsServiceTarget | string {
  const [, region, host, kind, rest = ''] = URI.exec(uri) ?? []
  if (region === undefined || host === undefined) {
    return 'its URI is neither arn:aws:apigateway:{region}:{service}:action/{action} nor …:path/{path}'
  }
  const service = findService(host.toLowerCase())
  if (kind === 'path') {
    const question = rest.indexOf('?')
    const path = question === -1 ? rest : rest.slice(0, question)
    const query = question === -1 ? [] : rest.slice(question + 1).split('&')
    return { region, service, action: undefined, path: path.startsWith('/') ? path : `/${path}`, query }
  }
  const [action = '', ...query] = rest.split('&')
  const asPath = service.name === 's3' ? s3ActionOf(action, query) : undefined
  if (asPath !== undefined) return { region, service, action: undefined, ...asPath }
  if (service.protocol.isRest === true) return `${service.name} has no actions by name: its URI must be one of a path`
  return ACTION.test(action)
    ? { region, service, action, path: '/', query }
    : `its action ${JSON.stringify(action)} is none`
}
