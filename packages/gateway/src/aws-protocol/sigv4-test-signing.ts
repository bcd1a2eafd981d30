import { Sha256 } from '@smithy/core/checksum'
import { SignatureV4 } from '@smithy/signature-v4'
import type { Credential } from '../configuration/credentials.ts'
import type { SignedRequest } from './sigv4-verification.ts'

/** Signing as AWS's JavaScript SDK does it: the oracle that verification is tested against. */

export const alice: Credential = {
  accessKeyId: 'AKIDALICE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  user: 'alice',
}
export const visitor: Credential = {
  accessKeyId: 'ASIAVISITOR',
  secretAccessKey: 'a-secret-of-a-temporary-key',
  sessionToken: 'FwoGZXIvYXdzEBYaDH+token/==',
}
export const NOW = Date.UTC(2026, 10, 24, 12, 0, 0)

/** As AWS's clients take a key. */
export function identityOf({ accessKeyId, secretAccessKey, sessionToken }: Credential) {
  return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) }
}

export interface Call {
  readonly method?: string
  /** Encoded once, as a client sends it. */
  readonly path?: string
  /** Unencoded. */
  readonly query?: Readonly<Record<string, string | string[]>>
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

export interface SigningOptions {
  readonly credential?: Credential
  readonly region?: string
  readonly service?: string
  /** Milliseconds since 1970. */
  readonly at?: number
  /** Seconds. */
  readonly expiresIn?: number
  /** Whether to add x-amz-content-sha256. */
  readonly checksum?: boolean
  /** How the query is spelled on the wire. */
  readonly spell?: (query: Readonly<Record<string, string | string[]>>) => string
}

export interface SignedCall {
  readonly request: SignedRequest
  readonly body: Uint8Array
}

export async function signed(call: Call, options: SigningOptions = {}): Promise<SignedCall> {
  const request = await signerOf(options).sign(smithyRequest(call), { signingDate: new Date(options.at ?? NOW) })
  return wireForm(call, request, options)
}

export async function presigned(call: Call, options: SigningOptions = {}): Promise<SignedCall> {
  const request = await signerOf(options).presign(smithyRequest(call), {
    signingDate: new Date(options.at ?? NOW),
    expiresIn: options.expiresIn ?? 900,
  })
  return wireForm(call, request, options)
}

function signerOf({
  credential = alice,
  region = 'eu-west-1',
  service = 'apigateway',
  checksum = false,
}: SigningOptions) {
  return new SignatureV4({
    credentials: identityOf(credential),
    region,
    service,
    sha256: Sha256,
    applyChecksum: checksum,
  })
}

function smithyRequest({ method = 'GET', path = '/v2/apis', query = {}, headers = {}, body }: Call) {
  return {
    method,
    protocol: 'http:',
    hostname: 'localhost',
    path,
    query: { ...query },
    headers: { host: 'localhost:4566', ...headers },
    ...(body !== undefined && { body }),
  }
}

interface Sent {
  readonly method: string
  readonly path: string
  readonly query?: unknown
  readonly headers: Readonly<Record<string, string>>
}

function wireForm({ body = '' }: Call, sent: Sent, { spell = encodedQuery }: SigningOptions): SignedCall {
  const query = spell((sent.query ?? {}) as Record<string, string | string[]>)
  const request = {
    method: sent.method,
    target: query === '' ? sent.path : `${sent.path}?${query}`,
    headers: Object.entries(sent.headers).flat(),
  }
  return { request, body: Buffer.from(body) }
}

export function encodedQuery(query: Readonly<Record<string, string | string[]>>): string {
  return Object.entries(query)
    .flatMap(([name, values]) =>
      [values].flat().map((value) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`),
    )
    .join('&')
}
