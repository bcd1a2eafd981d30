/** IAM and STS quotas: "IAM doesn't count white space when calculating the size of a policy against these quotas." */
export function policySize(document: string): number {
  return document.replace(/\s/g, '').length
}
