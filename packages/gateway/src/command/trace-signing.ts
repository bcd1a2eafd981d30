import type { Environment } from '../configuration/settings-environment.ts'

/** Headers of a GET that is signed with the environment's keys, as the SDKs name them; none where it has none. */
export async function signedHeaders(url: URL, environment: Environment): Promise<Readonly<Record<string, string>>> {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = environment
  const { AWS_SESSION_TOKEN: sessionToken, AWS_REGION, AWS_DEFAULT_REGION } = environment
  if (!accessKeyId || !secretAccessKey) return {}
  const [{ SignatureV4 }, { Sha256 }] = await Promise.all([
    import('@smithy/signature-v4'),
    import('@smithy/core/checksum'),
  ])
  const signer = new SignatureV4({
    service: 'execute-api',
    region: AWS_REGION ?? AWS_DEFAULT_REGION ?? 'us-east-1',
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
    sha256: Sha256,
  })
  const signed = await signer.sign({
    method: 'GET',
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: url.host },
  })
  return signed.headers
}
