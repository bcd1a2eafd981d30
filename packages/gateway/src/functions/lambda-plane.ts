import type { Handlers } from '../aws-protocol/rest-json-service.ts'
import type { Operations } from '../model/lambda.generated.ts'
import type { DocumentRepository } from '../store/document-repository.ts'
import type { FunctionDocument } from '../store/function-document.ts'
import type { Store } from '../store/store.ts'
import type { CodeLocations } from './code-locations.ts'
import type { EventQueue } from './event-queue.ts'
import type { FunctionInvoker } from './function-invoker.ts'
import type { FunctionPreparation } from './function-preparation.ts'
import type { FunctionTable } from './function-table.ts'
import type { LambdaHome } from './lambda-arn.ts'

export type LambdaHandlers = Handlers<Operations>

/** A package that is in S3. */
export interface S3Object {
  readonly bucket: string
  readonly key: string
  readonly version: string | undefined
}

/** What handlers of Lambda's API work with. One region, one account. */
export interface LambdaPlane extends LambdaHome {
  readonly store: Pick<Store, 'writeObject'>
  readonly functions: DocumentRepository<FunctionDocument>
  /** For reading: it is as new as the store. */
  readonly table: FunctionTable
  readonly invoker: FunctionInvoker
  readonly preparation: FunctionPreparation
  readonly events: EventQueue
  readonly locations: CodeLocations
  /** Reads a package of at most `limit` bytes; undefined where no S3 is configured. Rejects with ServiceError. */
  readonly readS3Object: ((object: S3Object, limit: number) => Promise<Uint8Array>) | undefined
  readonly clock: () => Date
}

/** Lambda's form of a moment: `2026-11-24T03:14:24.000+0000`. */
export function lambdaTime(plane: Pick<LambdaPlane, 'clock'>): string {
  return plane.clock().toISOString().replace('Z', '+0000')
}
