import { randomUUID } from 'node:crypto'
import { ServiceError } from '../aws-protocol/service-error.ts'
import type { FunctionDocument, PolicyStatement } from '../store/function-document.ts'
import { findQualified } from './find-function.ts'
import type { FunctionEntry } from './function-entry.ts'
import { parseFunctionName } from './function-name.ts'
import { functionArn } from './lambda-arn.ts'
import {
  functionNotFound,
  invalidParameter,
  preconditionFailed,
  resourceConflict,
  resourceNotFound,
} from './lambda-errors.ts'
import type { LambdaHandlers, LambdaPlane } from './lambda-plane.ts'
import { policyStatement } from './policy-statement.ts'

type Operation = 'AddPermission' | 'GetPolicy' | 'RemovePermission'

/** Bytes of a policy ("Lambda quotas": 20 KB). */
const POLICY_BYTES = 20_480

/**
 * Resource policies: one of the function itself, one of each version and alias. Their revision is that of what they
 * belong to, which a change of the policy changes, too (so AWS answers).
 */
export function policyHandlers(plane: LambdaPlane): Pick<LambdaHandlers, Operation> {
  const changePolicy = async (
    name: string,
    qualifier: string,
    change: (statements: readonly PolicyStatement[], document: FunctionDocument) => readonly PolicyStatement[],
  ) => {
    await plane.functions.change(
      name,
      (document) => {
        const before = document.Policies.find((policy) => policy.Qualifier === qualifier)?.Statements ?? []
        const Statements = change(before, document)
        const others = document.Policies.filter((policy) => policy.Qualifier !== qualifier)
        const Policies = Statements.length === 0 ? others : [...others, { Qualifier: qualifier, Statements }]
        return withNewRevision({ ...document, Policies }, qualifier)
      },
      () => functionNotFound(functionArn(plane, name)),
    )
  }

  return {
    async AddPermission({ FunctionName, Qualifier, RevisionId, ...asked }) {
      const { name, qualifier, arn } = findQualified(plane, FunctionName, Qualifier)
      if (qualifier === '$LATEST') throw invalidParameter('We currently do not support adding policies for $LATEST.')
      const statement = policyStatement(asked, arn, plane.region)
      await changePolicy(name, qualifier ?? '$LATEST', (before, document) => {
        checkPolicyRevision(revisionOf(document, qualifier), RevisionId, 'GetPolicy')
        if (before.some(({ Sid }) => Sid === statement.Sid)) {
          throw resourceConflict(
            `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
          )
        }
        const after = [...before, statement]
        checkSize(after)
        return after
      })
      return { Statement: JSON.stringify(statement) }
    },

    async GetPolicy({ FunctionName, Qualifier }) {
      const { entry, qualifier } = findQualified(plane, FunctionName, Qualifier)
      const statements = entry.policyOf(qualifier)
      if (statements.length === 0) throw resourceNotFound('The resource you requested does not exist.')
      return { Policy: policyText(statements), RevisionId: revisionOf(entry.document, qualifier) ?? '' }
    },

    async RemovePermission({ FunctionName, Qualifier, StatementId, RevisionId }) {
      const entry = policyOwner(plane, FunctionName, Qualifier)
      const { qualifier } = findQualified(plane, FunctionName, Qualifier)
      await changePolicy(entry.document.FunctionName, qualifier ?? '$LATEST', (before, document) => {
        if (before.length === 0) throw resourceNotFound('No policy is associated with the given resource.')
        const after = before.filter(({ Sid }) => Sid !== StatementId)
        if (after.length === before.length) {
          throw resourceNotFound(`Statement ${StatementId} is not found in resource policy.`)
        }
        checkPolicyRevision(revisionOf(document, qualifier), RevisionId, 'GetFunction/GetAlias')
        return after
      })
      return {}
    },
  }
}

/** AWS has a text of its own for a policy of no function. */
function policyOwner(plane: LambdaPlane, given: string, qualifier: string | undefined): FunctionEntry {
  const { name } = parseFunctionName(plane, given, qualifier)
  const entry = plane.table.get(name)
  if (entry === undefined) throw resourceNotFound(`No policy found for: ${functionArn(plane, name)}`)
  return entry
}

function revisionOf({ Latest, Versions, Aliases }: FunctionDocument, qualifier: string | undefined) {
  if (qualifier === undefined) return Latest.RevisionId
  const owner =
    Aliases.find(({ Name }) => Name === qualifier) ?? [Latest, ...Versions].find(({ Version }) => Version === qualifier)
  return owner?.RevisionId
}

function withNewRevision(document: FunctionDocument, qualifier: string): FunctionDocument {
  const RevisionId = randomUUID()
  const { Latest, Versions, Aliases } = document
  if (qualifier === '$LATEST') return { ...document, Latest: { ...Latest, RevisionId } }
  const revised = <Owner extends object>(owner: Owner, name: string) =>
    name === qualifier ? { ...owner, RevisionId } : owner
  return {
    ...document,
    Versions: Versions.map((version) => revised(version, version.Version)),
    Aliases: Aliases.map((alias) => revised(alias, alias.Name)),
  }
}

function checkPolicyRevision(
  current: string | undefined,
  asked: string | undefined,
  call: Parameters<typeof preconditionFailed>[0],
): void {
  if (asked !== undefined && asked !== current) throw preconditionFailed(call)
}

function checkSize(statements: readonly PolicyStatement[]): void {
  const bytes = Buffer.byteLength(policyText(statements))
  if (bytes <= POLICY_BYTES) return
  const message = `The final policy size (${bytes}) is bigger than the limit (${POLICY_BYTES}).`
  throw new ServiceError('PolicyLengthExceededException', 400, message)
}

function policyText(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: statements })
}
