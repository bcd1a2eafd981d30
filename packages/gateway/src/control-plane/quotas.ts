import { ServiceError } from '../aws-protocol/service-error.ts'

/** How many of each there may be. AWS's defaults are in configuration/settings.ts (spec control-plane.md 3.6). */
export interface Quotas {
  readonly apis: number
  readonly routes: number
  readonly integrations: number
  readonly stages: number
  readonly authorizers: number
  readonly audiencesPerAuthorizer: number
  readonly scopesPerRoute: number
  readonly stageVariables: number
  readonly tags: number
  readonly vpcLinks: number
  readonly subnetsPerVpcLink: number
  readonly domainNames: number
  readonly apiMappingsPerDomainName: number
}

/** AWS names the quota's noun in the text, capitalised, twice, with two spaces between the sentences [live]. */
export function checkQuota(count: number, quota: number, noun: string, scope = 'API'): void {
  if (count < quota) return
  const where = scope === 'account' ? 'for this account' : `for this ${scope}`
  throw new ServiceError(
    'LimitExceededException',
    400,
    `Maximum number of ${noun} ${where} has been reached.  Please contact AWS if you need additional ${noun}.`,
  )
}
