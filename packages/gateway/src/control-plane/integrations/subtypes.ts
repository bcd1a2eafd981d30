import type * as sdk from '@aws-sdk/client-apigatewayv2'
import { isServiceParameterSource, type ServiceSubtype, serviceSubtypes } from '@postern/expressions/service-subtypes'
import { badRequest } from '../../aws-protocol/service-error.ts'
import type { IntegrationDocument } from '../../store/documents.ts'

/** AWS's frame around what its expression validator says [live]. */
export function invalidSelection(problem: string): Error {
  return badRequest(`Invalid selection expression specified: Validation Result: warnings : [], errors : [${problem}]`)
}

/** Throws where a first-class service integration is not one that AWS offers (spec control-plane.md 5.6). */
export function checkSubtype(protocol: sdk.ProtocolType, integration: IntegrationDocument): void {
  const name = integration.IntegrationSubtype
  if (name === undefined) return
  if (protocol !== 'HTTP') throw badRequest('IntegrationSubtype is only supported for HTTP APIs')
  if (integration.IntegrationType !== 'AWS_PROXY') {
    throw badRequest('IntegrationSubtype is only supported for AWS_PROXY integrations')
  }
  const subtype = serviceSubtypes.get(name)
  if (subtype === undefined) {
    throw badRequest(
      `Invalid IntegrationSubtype specified: ${name}. Must be one of [${[...serviceSubtypes.keys()].join(', ')}]`,
    )
  }
  if (integration.CredentialsArn === undefined) {
    throw badRequest('CredentialsArn is required for integrations with an IntegrationSubtype')
  }
  checkParameters(name, subtype, integration.RequestParameters ?? {})
}

function checkParameters(name: string, subtype: ServiceSubtype, parameters: Readonly<Record<string, string>>): void {
  const known = [...subtype.required, ...subtype.optional, 'Region']
  for (const parameter of subtype.required) {
    if (!Object.hasOwn(parameters, parameter)) {
      throw badRequest(`Parameter ${parameter} is required for IntegrationSubtype ${name}`)
    }
  }
  for (const [parameter, value] of Object.entries(parameters)) {
    if (!known.includes(parameter)) {
      throw badRequest(
        `Invalid parameter specified for IntegrationSubtype ${name}: ${parameter}. Must be one of [${known.join(', ')}]`,
      )
    }
    if (value === '') throw invalidSelection('Mapping expression missing source or destination')
    if (!isServiceParameterSource(parameter, value))
      throw invalidSelection(`Invalid source: ${value} specified for destination: ${parameter}`)
  }
}

/** Whether a service cannot do without a parameter. */
export function isRequiredParameter(subtype: string, parameter: string): boolean {
  return serviceSubtypes.get(subtype)?.required.includes(parameter) ?? false
}
