export type JsonPathErrorKind = 'invalid-path' | 'path-not-found' | 'limit'

/**
 * Every error of jsonPath. `javaClass` is the simple name of the exception that Jayway throws in its place, and the
 * message is the exception's.
 */
export class JsonPathError extends Error {
  readonly kind: JsonPathErrorKind
  readonly javaClass: string

  constructor(kind: JsonPathErrorKind, javaClass: string, message: string) {
    super(message)
    this.name = 'JsonPathError'
    this.kind = kind
    this.javaClass = javaClass
  }
}

/** An expression that Jayway does not take, or a value that it cannot be applied to. */
export class InvalidPath extends JsonPathError {
  constructor(message: string) {
    super('invalid-path', 'InvalidPathException', message)
    this.name = 'InvalidPath'
  }
}

/** What a definite path, one that names a single place, names is not there. */
export class PathNotFound extends JsonPathError {
  constructor(message: string) {
    super('path-not-found', 'PathNotFoundException', message)
    this.name = 'PathNotFound'
  }
}

/** Any other exception that Jayway, or Java itself, throws out of an evaluation, such as that of a sum of nothing. */
export class JavaFailure extends JsonPathError {
  constructor(javaClass: string, message: string) {
    super('invalid-path', javaClass, message)
    this.name = 'JavaFailure'
  }
}

/** One of the bounds of limits.ts, which Jayway has not. */
export class LimitExceeded extends JsonPathError {
  constructor(message: string) {
    super('limit', 'JsonPathException', message)
    this.name = 'LimitExceeded'
  }
}
