import type { GatewayClient } from '../aws/gateway-client.ts'
import { problem } from '../checks/problem.ts'
import type { Diagnostic } from '../framework/diagnostics.ts'
import { defineResource } from '../framework/resource.ts'
import { type Config, type State, text } from '../framework/schema.ts'
import { memberTable } from './members.ts'
import { unlessGone } from './unless-gone.ts'

const schema = {
  api_id: text('required'),
  api_mapping_key: text('optional'),
  domain_name: text('required', { replace: true }),
  id: text('optional-computed'),
  stage: text('required'),
}
type ApiMappingState = State<typeof schema>

const members = memberTable(schema, { api_id: 'ApiId', api_mapping_key: 'ApiMappingKey', stage: 'Stage' })

const LONGEST_KEY = 300

export const apiMapping = defineResource<typeof schema, GatewayClient>({
  name: 'aws_apigatewayv2_api_mapping',
  schema,
  importId: ['id', 'domain_name'],
  check: checkApiMapping,

  async create(planned, gateway) {
    const { domain_name: DomainName, api_id: ApiId, stage: Stage } = planned
    const input = { DomainName, ApiId, Stage, ...members.created(planned) }
    const made = await gateway.call((client, sdk) => client.send(new sdk.CreateApiMappingCommand(input)))
    return { id: made.ApiMappingId ?? null }
  },

  async read(state, gateway) {
    const input = idsOf(state)
    const found = await unlessGone(gateway.call((client, sdk) => client.send(new sdk.GetApiMappingCommand(input))))
    return found && { ...state, ...members.answered(found) }
  },

  async update(prior, planned, gateway) {
    // The API demands the API's id with each change.
    const input = { ...idsOf(prior), ...members.changed(prior, planned), ApiId: planned.api_id }
    await gateway.call((client, sdk) => client.send(new sdk.UpdateApiMappingCommand(input)))
  },

  async delete(state, gateway) {
    const input = idsOf(state)
    await unlessGone(gateway.call((client, sdk) => client.send(new sdk.DeleteApiMappingCommand(input))))
  },
})

const idsOf = ({ id, domain_name }: ApiMappingState) => ({ ApiMappingId: id ?? '', DomainName: domain_name })

/** As the API words it. */
function* checkApiMapping({ api_mapping_key: key }: Config<ApiMappingState>): Generator<Diagnostic> {
  if (typeof key !== 'string' || key === '') return
  const reason = reasonAgainst(key)
  if (reason !== undefined) yield problem('Invalid api_mapping_key', reason, ['api_mapping_key'])
}

function reasonAgainst(key: string): string | undefined {
  if (key.length > LONGEST_KEY) return `The key has ${key.length} characters. Allowed: ${LONGEST_KEY}.`
  if (key.startsWith('/') || key.includes('//')) {
    return "API mapping key should not start with a '/' or have consecutive '/'s."
  }
  return key.endsWith('/') ? "API mapping key should not end with a '/'." : undefined
}
