import type * as Sdk from '@aws-sdk/client-apigatewayv2'
import type { GatewayClient } from '../aws/gateway-client.ts'
import { problem } from '../checks/problem.ts'
import type { Diagnostic } from '../framework/diagnostics.ts'
import { ResourceError } from '../framework/diagnostics.ts'
import { defineResource } from '../framework/resource.ts'
import { type Config, type State, text, textMap, truth } from '../framework/schema.ts'
import { memberTable } from './members.ts'
import { unlessGone } from './unless-gone.ts'
import { waitFor } from './waiting.ts'

export const deploymentSchema = {
  api_id: text('required', { replace: true }),
  // False is an answer, which the state is to have.
  auto_deployed: truth('computed', { zeroCounts: true }),
  description: text('optional'),
  id: text('optional-computed'),
  // Known to Terraform only: what is to be deployed anew when it changes.
  triggers: textMap('optional', { replace: true }),
}

type DeploymentState = State<typeof deploymentSchema>

const members = memberTable(deploymentSchema, { description: 'Description' })

/** hashicorp/aws waits as long. */
const LONGEST_SECONDS = 5 * 60
const LONGEST_DESCRIPTION = 1024

export const deployment = defineResource<typeof deploymentSchema, GatewayClient>({
  name: 'aws_apigatewayv2_deployment',
  schema: deploymentSchema,
  importId: ['api_id', 'id'],
  check: checkDeployment,

  async create(planned, gateway) {
    const input = { ApiId: planned.api_id, ...members.created(planned) }
    const made = await gateway.call((client, sdk) => client.send(new sdk.CreateDeploymentCommand(input)))
    return { id: made.DeploymentId ?? null }
  },

  async ready(state, gateway, stopped) {
    const tooLate = () => failure(state, `It was not deployed within ${LONGEST_SECONDS / 60} minutes.`)
    await waitFor(() => deployed(state, gateway), { seconds: LONGEST_SECONDS, stopped, tooLate })
  },

  async read(state, gateway) {
    const found = await get(state, gateway)
    return found && { ...state, ...members.answered(found), auto_deployed: found.AutoDeployed ?? false }
  },

  async update(prior, planned, gateway) {
    const input = { ...identityOf(prior), ...members.changed(prior, planned) }
    await gateway.call((client, sdk) => client.send(new sdk.UpdateDeploymentCommand(input)))
  },

  async delete(state, gateway) {
    const input = identityOf(state)
    await unlessGone(gateway.call((client, sdk) => client.send(new sdk.DeleteDeploymentCommand(input))))
  },
})

function* checkDeployment({ description }: Config<DeploymentState>): Generator<Diagnostic> {
  if (typeof description === 'string' && description.length > LONGEST_DESCRIPTION) {
    const detail = `description has ${description.length} characters. Allowed: up to ${LONGEST_DESCRIPTION}.`
    yield problem('Invalid description', detail, ['description'])
  }
}

/** True once it is deployed; undefined as long as that is under way. */
async function deployed(state: DeploymentState, gateway: GatewayClient): Promise<true | undefined> {
  const found = await get(state, gateway)
  if (found === undefined) throw failure(state, 'It is gone.')
  if (found.DeploymentStatus === 'FAILED')
    throw failure(state, found.DeploymentStatusMessage ?? 'AWS does not say why.')
  return found.DeploymentStatus === 'DEPLOYED' ? true : undefined
}

function failure({ id }: DeploymentState, detail: string): ResourceError {
  return new ResourceError(`Deployment ${id} failed`, detail)
}

function get(state: DeploymentState, gateway: GatewayClient): Promise<Sdk.GetDeploymentCommandOutput | undefined> {
  const input = identityOf(state)
  return unlessGone(gateway.call((client, sdk) => client.send(new sdk.GetDeploymentCommand(input))))
}

function identityOf({ api_id: ApiId, id }: DeploymentState) {
  return { ApiId, DeploymentId: id ?? '' }
}
