import { ServiceError } from '../aws-protocol/service-error.ts'
import type { SessionLimits } from '../aws-protocol/temporary-keys.ts'
import { checkIdentityPolicy } from './policies/identity-policy-rules.ts'
import { policySize } from './policies/policy-size.ts'

/** "The plaintext that you use for both inline and managed session policies can't exceed 2,048 characters" (AssumeRole). */
const MOST_CHARACTERS = 2048

interface SessionPolicies {
  readonly Policy: string | undefined
  readonly PolicyArns: readonly { readonly arn: string }[] | undefined
}

/** Throws MalformedPolicyDocument, or PackedPolicyTooLarge. Undefined where no session policy is given. */
export function sessionLimits({ Policy: policy, PolicyArns = [] }: SessionPolicies): SessionLimits | undefined {
  if (policy === undefined && PolicyArns.length === 0) return undefined
  if (policy !== undefined) checkIdentityPolicy(policy, false)
  const limits = { policy, policyArns: PolicyArns.map(({ arn }) => arn) }
  if (sizeOf(limits) > MOST_CHARACTERS) {
    const message = `Packed policy consumes ${packedSize(limits)}% of allotted space, please use smaller policy.`
    throw new ServiceError('PackedPolicyTooLarge', 400, message)
  }
  return limits
}

/** Per cent of what a session may carry. */
export function packedSize(limits: SessionLimits): number {
  return Math.ceil((sizeOf(limits) / MOST_CHARACTERS) * 100)
}

function sizeOf({ policy = '', policyArns }: SessionLimits): number {
  return policyArns.reduce((size, arn) => size + arn.length, policySize(policy))
}
