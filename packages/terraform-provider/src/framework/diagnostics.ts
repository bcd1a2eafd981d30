/** Where in a resource: names of attributes, keys of maps, indexes of lists. Nothing points into a set. */
export type AttributePath = readonly PathStep[]
type PathStep = string | { readonly key: string } | { readonly index: number }

export interface Diagnostic {
  readonly severity: 'error' | 'warning'
  readonly summary: string
  readonly detail: string
  readonly path?: AttributePath
}

/** Thrown by resources where something is wrong with one attribute, or with the call as a whole. */
export class ResourceError extends Error {
  readonly summary: string
  readonly path: AttributePath | undefined

  constructor(summary: string, detail: string, path?: AttributePath) {
    super(detail)
    this.summary = summary
    this.path = path
  }
}

/** Thrown for calls that cannot be made yet, as what the provider is configured with is only known while applying. */
export class NotKnownYet extends ResourceError {}

export function diagnosticOf(error: unknown): Diagnostic {
  if (error instanceof ResourceError) {
    const { summary, message: detail, path } = error
    return { severity: 'error', summary, detail, ...(path && { path }) }
  }
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return { severity: 'error', summary: 'The provider failed', detail }
}
