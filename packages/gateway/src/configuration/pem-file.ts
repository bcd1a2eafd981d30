import { readFileSync } from 'node:fs'
import { ConfigurationError } from './read-settings.ts'

/** The text of the file that a setting names. Throws ConfigurationError. */
export function readPemFile(setting: string, path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
    throw new ConfigurationError([`${setting}: ${path} cannot be read (${code})`])
  }
}
