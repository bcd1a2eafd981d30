import type { Caller } from '../aws-protocol/authenticate.ts'
import { callerOf } from './caller.ts'
import { accessDenied, invalidInput } from './iam-errors.ts'
import type { IamPlane } from './iam-plane.ts'

const POLICY_ARN = /^arn:aws[a-z-]*:iam::(?:\d{12}|aws):policy\/[\x21-\x7e]+$/

/** Throws InvalidInput for what is no ARN of a policy. */
export function checkPolicyArn(arn: string): void {
  if (!POLICY_ARN.test(arn)) throw invalidInput(`ARN ${arn} is not valid.`)
}

/** As checkPolicyArn, for an action that changes a policy: AWS's own are nobody's to change. */
export function checkOwnPolicyArn(plane: IamPlane, arn: string, action: string, caller: Caller): void {
  checkPolicyArn(arn)
  if (plane.awsPolicies.owns(arn)) {
    throw accessDenied(callerOf(plane.account, caller).arn, `iam:${action}`, `policy ${arn}`)
  }
}
