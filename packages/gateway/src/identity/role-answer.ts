import type { QueryResult } from '../aws-protocol/query-protocol.ts'
import type { QueryValue } from '../aws-protocol/query-protocol-xml.ts'
import { uriEncoded } from '../aws-protocol/uri-encoding.ts'
import type { RoleDocument, TagPair } from '../store/identity-documents.ts'

/** What lists tell of a role: GetRole tells tags, boundary and last use besides (IAM API reference, ListRoles). */
export function listedRole(role: RoleDocument): QueryResult {
  return {
    Path: role.Path,
    RoleName: role.RoleName,
    RoleId: role.RoleId,
    Arn: role.Arn,
    CreateDate: role.CreateDate,
    AssumeRolePolicyDocument: encodeDocument(role.AssumeRolePolicyDocument),
    Description: role.Description,
    MaxSessionDuration: role.MaxSessionDuration,
  }
}

export function roleAnswer(role: RoleDocument): QueryResult {
  const { PermissionsBoundary: boundary, RoleLastUsed } = role
  return {
    ...listedRole(role),
    PermissionsBoundary:
      boundary === undefined ? undefined : { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: boundary },
    Tags: tagsAnswer(role.Tags),
    RoleLastUsed: RoleLastUsed ?? {},
  }
}

/** Undefined where there are none: IAM leaves the member out. */
export function tagsAnswer(tags: readonly TagPair[]): QueryValue | undefined {
  return tags.length === 0 ? undefined : tags.map(([Key, Value]) => ({ Key, Value }))
}

/** "The policy is URL-encoded compliant with RFC 3986" (IAM API reference). */
export function encodeDocument(document: string): string {
  return uriEncoded(document)
}
