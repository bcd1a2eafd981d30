import type { QueryService } from '../aws-protocol/query-protocol.ts'

/** Identity and Access Management: its table is empty until functions need roles, so each action answers 501. */
export function createIam(): QueryService {
  return {
    name: 'IAM',
    xmlns: 'https://iam.amazonaws.com/doc/2010-05-08/',
    version: '2010-05-08',
    actions: new Map(),
    unbuilt: undefined,
  }
}
