/**
 * An API's stored resources cannot be made into a program. The message is one line for the API's owner: it goes into
 * `lastDeploymentStatusMessage`.
 */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError'
}
