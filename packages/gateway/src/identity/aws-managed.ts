import { derivedUniqueId } from './unique-id.ts'

/** A policy of AWS's own. */
export interface AwsManagedPolicy {
  readonly PolicyName: string
  readonly PolicyId: string
  readonly Path: string
  readonly Arn: string
  readonly CreateDate: string
  readonly UpdateDate: string
  readonly DefaultVersionId: string
  /** JSON; undefined where Postern knows the name alone. */
  readonly Document: string | undefined
}

/** Where Postern knows no date: that of IAM's first managed policies. */
const UNKNOWN_DATE = '2015-02-06T18:40:00Z'

/**
 * AWS's managed policies: all names, so that a mistyped one is refused, and the documents of those that functions and
 * gateways use. From the AWS Managed Policy Reference, by way of moto 5.2.1 (its list of May 2026); service-linked
 * roles' policies are left out, since nobody can attach them.
 */
export class AwsManagedPolicies {
  readonly #partition: string
  #policies: Promise<ReadonlyMap<string, AwsManagedPolicy>> | undefined

  constructor(partition: string) {
    this.#partition = partition
  }

  /** Whether an ARN is of this kind; there may be no such policy. */
  owns(arn: string): boolean {
    return arn.startsWith(`arn:${this.#partition}:iam::aws:policy/`)
  }

  async find(arn: string): Promise<AwsManagedPolicy | undefined> {
    return this.owns(arn) ? (await this.#load()).get(arn) : undefined
  }

  async all(): Promise<Iterable<AwsManagedPolicy>> {
    return (await this.#load()).values()
  }

  /** Read when first asked for: 100 KB that few starts need. */
  #load(): Promise<ReadonlyMap<string, AwsManagedPolicy>> {
    this.#policies ??= this.#read()
    return this.#policies
  }

  async #read(): Promise<ReadonlyMap<string, AwsManagedPolicy>> {
    const { default: names } = await import('./aws-managed-names.json', { with: { type: 'json' } })
    const { default: documents } = await import('./aws-managed-documents.json', { with: { type: 'json' } })
    const known = new Map(documents.map((policy) => [policy.name, policy]))
    const policies = names.map((pathAndName): AwsManagedPolicy => {
      const slash = pathAndName.lastIndexOf('/') + 1
      const name = pathAndName.slice(slash)
      const arn = `arn:${this.#partition}:iam::aws:policy/${pathAndName}`
      const policy = known.get(name)
      return {
        PolicyName: name,
        PolicyId: derivedUniqueId('ANPA', `aws/${pathAndName}`),
        Path: `/${pathAndName.slice(0, slash)}`,
        Arn: arn,
        CreateDate: policy?.created ?? UNKNOWN_DATE,
        UpdateDate: policy?.updated ?? UNKNOWN_DATE,
        DefaultVersionId: policy?.version ?? 'v1',
        Document: policy?.document,
      }
    })
    return new Map(policies.map((policy) => [policy.Arn, policy]))
  }
}
