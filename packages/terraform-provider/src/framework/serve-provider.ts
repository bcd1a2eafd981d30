import { NotStartedByTerraform, servePlugin } from '../wire/plugin.ts'
import type { Provider } from './provider.ts'
import { serverMethods } from './provider-server.ts'

/**
 * The whole program of a provider. With `--reattach` it waits for Terraform commands that find it by the line that it
 * prints, so that a debugger can be attached; without, Terraform must have started it. Answers the exit status.
 */
export async function serveProvider<Client>(
  provider: Provider<Client>,
  words: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const source = words.includes('--reattach') ? `registry.terraform.io/${provider.address}` : undefined
  try {
    await servePlugin(serverMethods(provider), environment, source)
    return 0
  } catch (error) {
    if (!(error instanceof NotStartedByTerraform)) throw error
    process.stderr.write('This is a Terraform provider: Terraform starts it. See its README for how to install it.\n')
    return 1
  }
}
