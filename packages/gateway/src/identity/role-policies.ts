import type { SessionLimits } from '../aws-protocol/temporary-keys.ts'
import type { RoleDocument } from '../store/identity-documents.ts'
import { findLocalPolicy, type IamPlane } from './iam-plane.ts'
import { parsePolicy } from './policies/parse-policy.ts'
import type { Policy } from './policies/policy.ts'

/** Documents that are kept parsed: more than the roles of one gateway have. */
const MOST_PARSED = 1000

/** The policies of roles, as they are now. */
export class RolePolicies {
  readonly #plane: IamPlane
  readonly #parsed = new Map<string, Policy>()

  constructor(plane: IamPlane) {
    this.#plane = plane
  }

  /** Inline and attached ones. Of AWS's own, those whose documents Postern knows. */
  async of(role: RoleDocument): Promise<readonly Policy[]> {
    const attached = await Promise.all(role.AttachedPolicies.map((arn) => this.managed(arn)))
    const inline = role.InlinePolicies.map(([, document]) => this.#parse(document))
    return [...inline, ...attached.filter((policy) => policy !== undefined)]
  }

  /** The session policies of a session; of managed ones, those that are there. */
  async ofSession({ policy, policyArns }: SessionLimits): Promise<readonly Policy[]> {
    const managed = await Promise.all(policyArns.map((arn) => this.managed(arn)))
    const inline = policy === undefined ? [] : [this.#parse(policy)]
    return [...inline, ...managed.filter((each) => each !== undefined)]
  }

  async managed(arn: string): Promise<Policy | undefined> {
    const document = await this.#documentOf(arn)
    return document === undefined ? undefined : this.#parse(document)
  }

  async #documentOf(arn: string): Promise<string | undefined> {
    const { awsPolicies } = this.#plane
    if (awsPolicies.owns(arn)) return (await awsPolicies.find(arn))?.Document
    const policy = findLocalPolicy(this.#plane, arn)
    return policy?.Versions.find(({ VersionId }) => VersionId === policy.DefaultVersionId)?.Document
  }

  /** What is stored was checked when it came in. */
  #parse(document: string): Policy {
    const known = this.#parsed.get(document)
    if (known !== undefined) return known
    if (this.#parsed.size >= MOST_PARSED) this.#parsed.clear()
    const policy = parsePolicy(document)
    this.#parsed.set(document, policy)
    return policy
  }
}
