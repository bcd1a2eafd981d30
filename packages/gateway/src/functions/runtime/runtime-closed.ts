/** The runtime was closed before a function could answer. */
export class RuntimeClosed extends Error {
  override readonly name = 'RuntimeClosed'

  constructor() {
    super('The function runtime is closed')
  }
}
