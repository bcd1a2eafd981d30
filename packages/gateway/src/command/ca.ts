import { openAuthority } from '../certificates/authority-files.ts'
import { ConfigurationError } from '../configuration/read-settings.ts'
import type { Settings } from '../configuration/settings.ts'
import { writeText } from './write-text.ts'

/**
 * `postern ca`: writes the certificate of the data directory's authority to standard output, for clients to trust; makes
 * it where there is none, a server running or not. Rejects with a ConfigurationError or with AuthorityUnusable.
 */
export async function printAuthority({ dataDir, ephemeral }: Pick<Settings, 'dataDir' | 'ephemeral'>): Promise<void> {
  if (ephemeral) {
    throw new ConfigurationError([
      'ca: with ephemeral, each server has an authority of its own, which ends with it and is nowhere else; ' +
        'run the server with a data directory, and name that by --data-dir',
    ])
  }
  await writeText(process.stdout, openAuthority(dataDir, new Date()).certificate)
}
