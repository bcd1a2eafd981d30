import type { Functions } from './functions/open-functions.ts'
import type { Late } from './late.ts'
import { json } from './postern-endpoints.ts'
import type { HttpRequest, HttpResponse } from './transport/http-message.ts'

const CODE = '/_postern/code'

/** Whether a path below `/_postern` is that of a function's package. */
export function isDownload(path: string): boolean {
  return path.startsWith(`${CODE}/`)
}

/** Answers `Code.Location` of GetFunction, whose URL is its own proof (functions/code-locations.ts). */
export async function answerDownload(
  { method, target }: HttpRequest,
  functions: Late<Functions>,
): Promise<HttpResponse> {
  const forbidden = json(403, { message: 'Forbidden' })
  // Locations are this process's own: while functions are not open, there is none.
  if (functions.now === undefined || (method !== 'GET' && method !== 'HEAD')) return forbidden
  return (await functions.now.locations.answer(target.slice(CODE.length))) ?? forbidden
}
