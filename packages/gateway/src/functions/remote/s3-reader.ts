import { createHash } from 'node:crypto'
import { ServiceError } from '../../aws-protocol/service-error.ts'
import { uriEncoded } from '../../aws-protocol/uri-encoding.ts'
import { GrowingBytes } from '../../transport/growing-bytes.ts'
import { invalidParameter } from '../lambda-errors.ts'
import type { S3Object } from '../lambda-plane.ts'
import { errorText } from './error-text.ts'
import { OwnCredentials } from './own-credentials.ts'

export interface S3ReaderOptions {
  /** Of S3's API: an http or https URL without credentials in it. */
  readonly endpoint: string
  readonly region: string
}

/** Milliseconds for the whole of a package. */
const TIMEOUT = 30_000
/** Bytes of an error document that are looked at. */
const MOST_ERROR_BYTES = 16_384
/** What a Content-SHA256 of no body is. */
const EMPTY_HASH = createHash('sha256').update('').digest('hex')

/**
 * Reads packages of functions from an endpoint of S3's API, in path style, signed with what the SDKs' standard
 * credential chain finds. Not with the SDK's own client, which is 8 MB for one GET.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function createS3Reader({ endpoint, region }: S3ReaderOptions) {
  return async (object: S3Object, limit: number): Promise<Uint8Array> => {
    let response: Response
    try {
      response = await get(endpoint, region, object)
    } catch (error) {
      throw new ServiceError('ServiceException', 500, `S3 at ${endpoint} cannot be asked: ${errorText(error)}`)
    }
    if (response.status !== 200) throw await refusalOf(response)
    const bytes = await read(response, limit)
    if (bytes !== undefined) return bytes
    throw invalidParameter(`The package in S3 must be smaller than ${limit} bytes`)
  }
}

async function get(endpoint: string, region: string, { bucket, key, version }: S3Object): Promise<Response> {
  const base = new URL(endpoint)
  const path = `${base.pathname.replace(/\/$/, '')}/${uriEncoded(bucket)}/${key.split('/').map(uriEncoded).join('/')}`
  const query: Record<string, string> = version === undefined ? {} : { versionId: version }
  // Loaded at the first use: few functions come from S3.
  const [{ SignatureV4 }, { Sha256 }, credentials] = await Promise.all([
    import('@smithy/signature-v4'),
    import('@smithy/core/checksum'),
    new OwnCredentials(region).get(),
  ])
  // S3 alone takes the path as it is sent.
  const signer = new SignatureV4({ service: 's3', region, credentials, sha256: Sha256, uriEscapePath: false })
  const { headers } = await signer.sign({
    method: 'GET',
    protocol: base.protocol,
    hostname: base.hostname,
    path,
    query,
    headers: { host: base.host, 'x-amz-content-sha256': EMPTY_HASH },
  })
  const { host: _host, ...sent } = headers
  const search = version === undefined ? '' : `?versionId=${uriEncoded(version)}`
  return fetch(base.origin + path + search, {
    headers: sent,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT),
  })
}

/** The body, or undefined where it is larger; the rest is not read. */
async function read(response: Response, limit: number): Promise<Uint8Array | undefined> {
  if (Number(response.headers.get('content-length') ?? 0) > limit) {
    await response.body?.cancel()
    return undefined
  }
  const bytes = new GrowingBytes(limit)
  try {
    // Leaving the loop cancels the rest.
    for await (const chunk of response.body ?? []) if (!bytes.add(chunk as Uint8Array)) return undefined
  } catch (error) {
    throw new ServiceError('ServiceException', 500, `The package broke off on its way from S3: ${errorText(error)}`)
  }
  return bytes.get()
}

/** As Lambda tells what S3 told it. */
async function refusalOf(response: Response): Promise<ServiceError> {
  const document = Buffer.from((await read(response, MOST_ERROR_BYTES)) ?? []).toString('utf8')
  const member = (name: string) => new RegExp(`<${name}>([^<]{1,300})</${name}>`).exec(document)?.[1]
  const code = member('Code') ?? `status ${response.status}`
  const message = (member('Message') ?? 'S3 gave no reason').replaceAll(/\p{C}/gu, '\u{FFFD}')
  return invalidParameter(`Error occurred while GetObject. S3 Error Code: ${code}. S3 Error Message: ${message}`)
}
