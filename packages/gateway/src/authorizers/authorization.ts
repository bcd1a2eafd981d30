/** What an authorizer came to. `reason` is for the API's owner: it names no value that the client or the function sent. */
export type Authorization =
  | Authorized
  /** The client did not say who it is, or the authorizer does not know it: 401. */
  | { readonly kind: 'unauthorized' }
  /** The client may not: 403. */
  | { readonly kind: 'denied'; readonly reason: string }
  /** The authorizer itself failed: 500. */
  | { readonly kind: 'failed'; readonly reason: string }
  /** As `failed`, where AWS tells API_CONFIGURATION_ERROR. */
  | { readonly kind: 'misconfigured'; readonly reason: string }

interface Authorized {
  readonly kind: 'authorized'
  /** `$context.authorizer`: `principalId`, and what the function told of the client, as texts. */
  readonly context: ReadonlyMap<string, string>
  /** The API key that the function knows the client to have. A secret. */
  readonly usageIdentifierKey: string | undefined
}
