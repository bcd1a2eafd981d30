import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { externalDataInterceptor, getHomeDir, loadSharedConfigFiles } from '@smithy/core/config'
import { ResourceError } from '../framework/diagnostics.ts'
import type { AwsConfiguration } from './configuration.ts'

/**
 * Has the SDK read the files that the provider's block lists, instead of its own. It takes one path of each kind where
 * hashicorp/aws takes lists: files are laid one after the other, so that a later one wins, profile by profile and key by
 * key. A file that is missing is passed over.
 */
export async function useSharedFiles(
  { configFiles, credentialsFiles }: Pick<AwsConfiguration, 'configFiles' | 'credentialsFiles'>,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const { config, credentials } = sharedPaths(environment)
  for (const [path, files] of [[config, configFiles] as const, [credentials, credentialsFiles] as const]) {
    if (files.length === 0) continue
    const contents = await Promise.all(files.map((file) => readIfThere(expandPath(file, environment))))
    externalDataInterceptor.interceptFile(path, contents.join('\n'))
  }
}

/** Where the SDK looks for them. */
function sharedPaths(environment: NodeJS.ProcessEnv): { readonly config: string; readonly credentials: string } {
  const home = join(getHomeDir(), '.aws')
  return {
    config: expandPath(environment['AWS_CONFIG_FILE'] || join(home, 'config'), {}),
    credentials: expandPath(environment['AWS_SHARED_CREDENTIALS_FILE'] || join(home, 'credentials'), {}),
  }
}

/** `~/` and `$NAME` or `${NAME}`, as hashicorp/aws expands paths. */
export function expandPath(path: string, environment: NodeJS.ProcessEnv): string {
  const named = path.replaceAll(/\$(?:\{(\w+)\}|(\w+))/g, (text, braced?: string, plain?: string) => {
    const name = braced ?? plain ?? ''
    return Object.hasOwn(environment, name) ? (environment[name] ?? '') : text
  })
  return named === '~' || named.startsWith('~/') ? join(homedir(), named.slice(1)) : named
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw new ResourceError('Shared file not readable', `${path}: ${(error as Error).message}`)
  }
}

/** The SDK would go on to the next source of keys where a profile does not exist, and complain about that. */
export async function checkProfile(configuration: AwsConfiguration, environment: NodeJS.ProcessEnv): Promise<void> {
  const name = configuration.profile ?? environment['AWS_PROFILE']
  if (name === undefined || name === '' || configuration.keys !== undefined) return
  const { configFile, credentialsFile } = await loadSharedConfigFiles()
  if (Object.hasOwn(configFile, name) || Object.hasOwn(credentialsFile, name)) return
  const { config, credentials } = sharedPaths(environment)
  const listed = (files: readonly string[], own: string) => (files.length > 0 ? files.join(', ') : own)
  const from = configuration.profile === undefined ? 'AWS_PROFILE names it' : "the provider's block names it"
  throw new ResourceError(
    `failed to get shared config profile, ${name}`,
    `No file has this profile (${from}). Read: ${listed(configuration.configFiles, config)}, ${listed(configuration.credentialsFiles, credentials)}.`,
  )
}
