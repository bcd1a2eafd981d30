/**
 * The form of the generated tables: what an AWS service's operations and shapes look like on the wire.
 * Made by scripts/generate-model.ts from the schemas that the AWS SDK exports.
 */

/** A scalar, a list or map of something, or a named structure. */
export type TypeModel =
  | 'string'
  | 'integer'
  | 'double'
  | 'boolean'
  | 'timestamp'
  | 'blob'
  | { readonly list: TypeModel }
  | { readonly map: TypeModel }
  | { readonly shape: string }

/** One member of a structure. `wire` is its name in JSON, in the query string or in the path. */
export interface MemberModel {
  readonly wire: string
  readonly type: TypeModel
  /** Where a request carries it; members of outputs and of nested structures are `body`. */
  readonly in: 'body' | 'path' | 'query' | 'payload'
  readonly required?: true
}

export type ShapeModel = Readonly<Record<string, MemberModel>>

export interface OperationModel {
  readonly method: string
  /** Path template with single-segment labels, such as `/v2/apis/{ApiId}`. */
  readonly path: string
  /** Status of a successful answer. */
  readonly status: number
  /** Name of the input shape; `''` where the operation takes none. */
  readonly input: string
  /** Name of the output shape; `''` where the answer has no body. */
  readonly output: string
}

export interface ServiceModel {
  /** The name in SigV4 credential scopes. */
  readonly signingName: string
  readonly operations: Readonly<Record<string, OperationModel>>
  readonly shapes: Readonly<Record<string, ShapeModel>>
  /** Error code → HTTP status. */
  readonly errors: Readonly<Record<string, number>>
}
