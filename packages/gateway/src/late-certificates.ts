import { channel } from 'node:diagnostics_channel'
import type { ServerCertificates } from './certificates/server-certificates.ts'
import type { Settings } from './configuration/settings.ts'
import type { TlsFiles } from './configuration/tls-files.ts'

/** Published on `postern:certificates:failure`: TLS clients are turned away, and functions trust nobody new. */
export interface CertificatesFailure {
  readonly error: Error
}

type CertificateSettings = Pick<Settings, 'dataDir' | 'ephemeral' | 'host' | 'hosts' | 'publicUrl'>

const failures = channel('postern:certificates:failure')

/**
 * What TLS clients are shown, and what functions trust: made when the first of either asks, as most starts need neither.
 * A failure is told once, and tried again.
 */
export class LateCertificates {
  readonly #settings: CertificateSettings
  readonly #own: TlsFiles | undefined
  #opening: Promise<ServerCertificates> | undefined
  #told: string | undefined

  constructor(settings: CertificateSettings, own: TlsFiles | undefined) {
    this.#settings = settings
    this.#own = own
  }

  get(): Promise<ServerCertificates> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = undefined
      this.#tell(error as Error)
      throw error
    })
    return this.#opening
  }

  async #open(): Promise<ServerCertificates> {
    const [{ ServerCertificates }, { ephemeralAuthority }, { openAuthority }] = await Promise.all([
      import('./certificates/server-certificates.ts'),
      import('./certificates/local-authority.ts'),
      import('./certificates/authority-files.ts'),
    ])
    const { dataDir, ephemeral } = this.#settings
    const clock = () => new Date()
    const authority = ephemeral ? ephemeralAuthority(clock()) : openAuthority(dataDir, clock())
    const own = this.#own
    return new ServerCertificates({ authority, names: reachedBy(this.#settings), clock, ...(own && { own }) })
  }

  #tell(error: Error): void {
    if (error.message === this.#told) return
    this.#told = error.message
    if (failures.hasSubscribers) failures.publish({ error } satisfies CertificatesFailure)
  }
}

/** The names and addresses that the settings tell: clients that name an address send no name in TLS. */
function reachedBy({ host, hosts, publicUrl }: CertificateSettings): string[] {
  const named = publicUrl === undefined ? [] : [new URL(publicUrl).hostname.replace(/^\[(.*)\]$/, '$1')]
  return [...(host === '0.0.0.0' || host === '::' ? [] : [host]), ...hosts, ...named]
}
