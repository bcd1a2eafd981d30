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
  /** ISO-8601 text on the wire. */
  | 'timestamp'
  /** Seconds since 1970 on the wire, text with `Z` inside. */
  | 'epoch'
  /** Base64 in JSON; the bytes themselves where it is the payload. */
  | 'blob'
  | { readonly list: TypeModel }
  | { readonly map: TypeModel }
  | { readonly shape: string }

/** One member of a structure. `wire` is its name in JSON, in the query string, in the path or of the header. */
export interface MemberModel {
  readonly wire: string
  readonly type: TypeModel
  /**
   * Where a message carries it. `payload`: it is the whole body; `status`: it is the answer's HTTP status. Members of
   * nested structures are `body`.
   */
  readonly in: 'body' | 'path' | 'query' | 'header' | 'payload' | 'status'
  readonly required?: true
}

export type ShapeModel = Readonly<Record<string, MemberModel>>

export interface OperationModel {
  readonly method: string
  /** Path template with single-segment labels, such as `/v2/apis/{ApiId}`; may end with a fixed query, `?List=ALL`. */
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
