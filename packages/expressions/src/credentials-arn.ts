/** A role, or `arn:aws:iam::*:user/*` for the caller's own credentials (API reference, CreateIntegration). */
const INTEGRATION_CREDENTIALS = /^arn:aws[\w-]*:iam::[^:\s]+:(role|user)\/\S+$/
const ROLE = /^arn:aws[\w-]*:iam::[^:\s]+:role\/\S+$/

export function isIntegrationCredentials(arn: string): boolean {
  return INTEGRATION_CREDENTIALS.test(arn)
}

export function isRoleArn(arn: string): boolean {
  return ROLE.test(arn)
}
