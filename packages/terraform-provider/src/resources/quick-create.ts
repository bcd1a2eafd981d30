import { ResourceError } from '../framework/diagnostics.ts'

/**
 * Throws for what API Gateway made itself with an API that has a `target`: it belongs to the API's resource. In the words
 * of hashicorp/aws. `kind`: such as `Route`.
 */
export function refuseManaged(kind: string, id: string | null, managed: boolean | undefined): void {
  if (managed !== true) return
  throw new ResourceError('Not to be imported', `API Gateway v2 ${kind} (${id}) was created via quick create`)
}
