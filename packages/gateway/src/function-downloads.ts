import type { LateFunctions } from './late-functions.ts'
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
  functions: Pick<LateFunctions, 'download'>,
): Promise<HttpResponse> {
  const found = method === 'GET' || method === 'HEAD' ? await functions.download(target.slice(CODE.length)) : undefined
  return found ?? json(403, { message: 'Forbidden' })
}
