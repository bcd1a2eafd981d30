/** The local authority cannot be used. The message is one clear line that says what to do, and holds no key. */
export class AuthorityUnusable extends Error {
  override readonly name = 'AuthorityUnusable'
}
