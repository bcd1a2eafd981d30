const DIRECTION = '(?:north|south)?(?:east|west)|north|south|central'

/** Partitions by what their regions begin with (partitions.json of the AWS SDKs), in the order in which that decides. */
const PARTITIONS = [
  ['aws-cn', 'cn'],
  ['aws-us-gov', 'us-gov'],
  ['aws-iso', 'us-iso'],
  ['aws-iso-b', 'us-isob'],
  ['aws-iso-e', 'eu-isoe'],
  ['aws-iso-f', 'us-isof'],
  ['aws-eusc', 'eusc-de'],
  ['aws', '(?:us|eu|ap|sa|ca|me|af|il|mx)'],
].map(([name, start]) => ({ name, form: new RegExp(`^${start}-(?:${DIRECTION})-\\d+$`) }))

/**
 * Whether it can be a region: by its form, where hashicorp/aws has a list, so that one which opens tomorrow needs no new
 * provider.
 */
export function isRegion(region: string): boolean {
  return PARTITIONS.some(({ form }) => form.test(region))
}

/** The partition of a region, which begins its ARNs. */
export function partitionOf(region: string): string {
  return PARTITIONS.find(({ form }) => form.test(region))?.name ?? 'aws'
}
