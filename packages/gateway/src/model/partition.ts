/** The partition of a region, which begins its ARNs (AWS General Reference, "ARNs"). Terraform reads it from STS's answer. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  if (region.startsWith('us-gov-')) return 'aws-us-gov'
  return 'aws'
}
