import * as Sdk from '@aws-sdk/client-apigatewayv2'
import { loadConfig, NODE_REGION_CONFIG_FILE_OPTIONS, NODE_REGION_CONFIG_OPTIONS } from '@smithy/core/config'
import { NODE_MAX_ATTEMPT_CONFIG_OPTIONS, NODE_RETRY_MODE_CONFIG_OPTIONS } from '@smithy/core/retry'
import { ResourceError } from '../framework/diagnostics.ts'
import { explained } from './call-errors.ts'
import type { AwsConfiguration } from './configuration.ts'
import { type Credentials, credentialsOf, type OpenSts } from './credentials.ts'
import { endpointUrlOf } from './endpoint-url.ts'
import { checkRegion } from './region.ts'
import { openRequestHandler } from './request-handler.ts'
import { Retries } from './retries.ts'
import { checkProfile, useSharedFiles } from './shared-files.ts'

/** Everything that calls need, made for the first of them. */
export interface Connection {
  readonly sdk: typeof Sdk
  readonly client: Sdk.ApiGatewayV2Client
  readonly region: string
  /** Where API Gateway is called, where that is not its address in the region. */
  readonly endpoint: string | undefined
  /** The account of the keys, as STS knows it. */
  readonly askAccountId: () => Promise<string>
}

/** hashicorp/aws tries as often. */
const ATTEMPTS = 25

export async function openConnection(
  configuration: AwsConfiguration,
  environment: NodeJS.ProcessEnv,
): Promise<Connection> {
  const { profile, endpoints } = configuration
  setEnvironment(configuration, environment)
  await useSharedFiles(configuration, environment)
  await checkProfile(configuration, environment)
  const named = profile === undefined ? {} : { profile }
  const region = await regionOf(configuration)
  const common = {
    ...named,
    requestHandler: await openRequestHandler(configuration, environment),
    retryStrategy: new Retries({
      attempts:
        configuration.maxAttempts ||
        (await loadConfig({ ...NODE_MAX_ATTEMPT_CONFIG_OPTIONS, default: ATTEMPTS }, named)()),
      mode: configuration.retryMode ?? (await loadConfig(NODE_RETRY_MODE_CONFIG_OPTIONS, named)()),
      tokens: configuration.retryTokens,
      random: Math.random,
    }),
    ...(configuration.useFips && { useFipsEndpoint: true }),
    ...(configuration.useDualStack && { useDualstackEndpoint: true }),
  }
  const stsEndpoint = endpoints.sts ?? (await endpointUrlOf('sts', profile))
  const openSts: OpenSts = async (credentials) => {
    const sdk = await import('@aws-sdk/client-sts')
    const own = { region: configuration.stsRegion ?? region, ...endpointOf(stsEndpoint), ...credentialsIn(credentials) }
    return { sdk, client: new sdk.STSClient({ ...common, ...own }) }
  }
  const credentials = credentialsOf(configuration, environment, openSts)
  const endpoint = endpoints.apigatewayv2 ?? (await endpointUrlOf('apigatewayv2', profile))
  const own = { region, ...endpointOf(endpoint), ...credentialsIn(credentials) }
  return {
    sdk: Sdk,
    client: new Sdk.ApiGatewayV2Client({ ...common, ...own }),
    region,
    endpoint,
    askAccountId: async () => {
      const { sdk, client } = await openSts(credentials)
      try {
        return (await client.send(new sdk.GetCallerIdentityCommand())).Account ?? ''
      } catch (error) {
        throw explained(error, 'STS', stsEndpoint)
      }
      // Not destroyed: that would close connections of calls to API Gateway, which share the request handler.
    },
  }
}

/** What the SDK takes from its environment only, wherever in it a role of a profile, or a machine's, is taken on. */
function setEnvironment({ endpoints, metadata }: AwsConfiguration, environment: NodeJS.ProcessEnv): void {
  const { endpoint, mode, isSkipped } = metadata
  if (endpoints.sts !== undefined) environment['AWS_ENDPOINT_URL_STS'] = endpoints.sts
  if (endpoints.sso !== undefined) environment['AWS_ENDPOINT_URL_SSO'] = endpoints.sso
  if (endpoint !== undefined) environment['AWS_EC2_METADATA_SERVICE_ENDPOINT'] = endpoint
  if (mode !== undefined) environment['AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE'] = mode
  if (isSkipped !== undefined) environment['AWS_EC2_METADATA_DISABLED'] = String(isSkipped)
}

async function regionOf({ region, profile, mayBeAnyRegion }: AwsConfiguration): Promise<string> {
  const options = { ...NODE_REGION_CONFIG_FILE_OPTIONS, ...(profile !== undefined && { profile }) }
  const found = region ?? (await loadConfig({ ...NODE_REGION_CONFIG_OPTIONS, default: '' }, options)())
  if (found === '') throw new ResourceError('Missing region', MISSING)
  checkRegion(found, mayBeAnyRegion)
  return found
}

const MISSING =
  "Invalid provider configuration: nothing says in which region calls are made. Set region in the provider's block, AWS_REGION or AWS_DEFAULT_REGION in the environment, or region in the profile of the shared config file."

/** An address of one's own has no variants: the SDK would refuse it beside FIPS, where hashicorp/aws drops that. */
function endpointOf(endpoint: string | undefined) {
  return endpoint === undefined ? {} : { endpoint, useFipsEndpoint: false, useDualstackEndpoint: false }
}

function credentialsIn(credentials: Credentials | undefined) {
  return credentials === undefined ? {} : { credentials }
}
