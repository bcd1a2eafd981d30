import type { CreateModelCommandInput, UpdateModelCommandInput } from '@aws-sdk/client-apigatewayv2'
import type { GatewayClient } from '../aws/gateway-client.ts'
import { problem } from '../checks/problem.ts'
import { checkByProtocol, onlyOnWebSocket } from '../checks/protocol.ts'
import type { Diagnostic } from '../framework/diagnostics.ts'
import { defineResource } from '../framework/resource.ts'
import { type Config, type State, text } from '../framework/schema.ts'
import { memberTable } from './members.ts'
import { isSameJson, jsonFault } from './same-json.ts'
import { unlessGone } from './unless-gone.ts'

const schema = {
  api_id: text('required', { replace: true }),
  content_type: text('required'),
  description: text('optional'),
  id: text('optional-computed'),
  name: text('required'),
  schema: text('required', { same: isSameJson }),
}
type ModelState = State<typeof schema>

const members = memberTable(schema, {
  content_type: 'ContentType',
  description: 'Description',
  name: 'Name',
  schema: 'Schema',
})

/** Limits of the API's reference ("Model"). */
const LONGEST_NAME = 128
const LONGEST_CONTENT_TYPE = 256
const LONGEST_SCHEMA = 32_768

/** WebSocket APIs have models; HTTP APIs take none. */
export const model = defineResource<typeof schema, GatewayClient>({
  name: 'aws_apigatewayv2_model',
  schema,
  importId: ['api_id', 'id'],
  check: checkModel,
  checkPlan: (config, gateway) => checkByProtocol(config.api_id, gateway, onlyOnWebSocket('Models')),

  async create(planned, gateway) {
    const input = { ApiId: planned.api_id, ...members.created(planned) } as unknown as CreateModelCommandInput
    const made = await gateway.call((client, sdk) => client.send(new sdk.CreateModelCommand(input)))
    return { id: made.ModelId ?? null }
  },

  async read(state, gateway) {
    const input = idsOf(state)
    const found = await unlessGone(gateway.call((client, sdk) => client.send(new sdk.GetModelCommand(input))))
    return found && { ...state, ...members.answered(found) }
  },

  async update(prior, planned, gateway) {
    const input: UpdateModelCommandInput = { ...idsOf(prior), ...members.changed(prior, planned) }
    await gateway.call((client, sdk) => client.send(new sdk.UpdateModelCommand(input)))
  },

  async delete(state, gateway) {
    const input = idsOf(state)
    await unlessGone(gateway.call((client, sdk) => client.send(new sdk.DeleteModelCommand(input))))
  },
})

const idsOf = ({ api_id, id }: ModelState) => ({ ApiId: api_id, ModelId: id ?? '' })

function* checkModel({ name, content_type: type, schema: text }: Config<ModelState>): Generator<Diagnostic> {
  if (typeof name === 'string' && (!/^[a-zA-Z0-9]+$/.test(name) || name.length > LONGEST_NAME)) {
    const detail = `name is ${JSON.stringify(name.slice(0, 2 * LONGEST_NAME))}. Allowed: 1 to ${LONGEST_NAME} letters and digits.`
    yield problem('Invalid name', detail, ['name'])
  }
  if (typeof type === 'string' && (type === '' || type.length > LONGEST_CONTENT_TYPE)) {
    yield problem('Invalid content_type', `A content type has 1 to ${LONGEST_CONTENT_TYPE} characters.`, [
      'content_type',
    ])
  }
  if (typeof text !== 'string') return
  if (text.length > LONGEST_SCHEMA) {
    const detail = `The schema has ${text.length} characters. Allowed: ${LONGEST_SCHEMA}.`
    yield problem('Invalid schema', detail, ['schema'])
    return
  }
  const reason = jsonFault(text)
  if (reason !== undefined) yield problem('Invalid schema', `The schema is not JSON: ${reason}.`, ['schema'])
}
