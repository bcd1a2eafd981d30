import type { ClientCertificateFiles } from './client-certificates.ts'
import { readKeyPair, type TlsFiles } from './tls-files.ts'

/** A configured certificate. Its id tells it from others. */
interface ClientCertificate extends TlsFiles {
  readonly id: string
}

/** Reads them all. Throws ConfigurationError, which never repeats what is in a key's file. */
export function readClientCertificates(
  table: Readonly<Record<string, ClientCertificateFiles>>,
): ReadonlyMap<string, ClientCertificate> {
  const read = Object.entries(table).map(([id, files]) => {
    const setting = `clientCertificates.${id}`
    return [id, { id, ...readKeyPair(setting, files) }] as const
  })
  return new Map(read)
}
