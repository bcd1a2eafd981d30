/** IAM's default quotas (IAM user guide, "IAM and AWS STS quotas"). Sizes in characters that are no white space. */
export const iamQuotas = {
  roles: 1000,
  policies: 1500,
  attachedPerRole: 10,
  versionsPerPolicy: 5,
  tags: 50,
  trustPolicySize: 2048,
  /** Of all inline policies of a role together. */
  inlinePoliciesSize: 10_240,
  managedPolicySize: 6144,
} as const
