/** An API that the demo made. */
export interface CreatedApi {
  readonly apiId: string
  readonly apiEndpoint: string
  /** One line for each resource. */
  readonly made: readonly string[]
}
