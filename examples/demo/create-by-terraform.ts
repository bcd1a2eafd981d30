import { execFile, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { CreatedApi } from './created-api.ts'

interface Outputs {
  readonly api_id: { readonly value: string }
  readonly api_endpoint: { readonly value: string }
}

/**
 * Applies a project of examples/ with the Terraform on the PATH, showing what it prints. In a copy, because its state is
 * of no use once the demo's Postern is gone. The provider comes from wherever Terraform is configured to find it.
 */
export async function createByTerraform(
  example: string,
  variables: Readonly<Record<string, string>>,
): Promise<CreatedApi> {
  const source = join(import.meta.dirname, '..', example)
  const directory = mkdtempSync(join(tmpdir(), 'postern-demo-'))
  try {
    cpSync(source, directory, { recursive: true, filter: (path) => path === source || /\.(tf|zip)$/.test(path) })
    await show(directory, ['init', '-input=false'])
    const words = Object.entries(variables).flatMap(([name, value]) => ['-var', `${name}=${value}`])
    await show(directory, ['apply', '-input=false', '-auto-approve', ...words])
    const { stdout } = await promisify(execFile)('terraform', ['output', '-json'], { cwd: directory })
    const { api_id, api_endpoint } = JSON.parse(stdout) as Outputs
    return { apiId: api_id.value, apiEndpoint: api_endpoint.value, made: [`api          ${api_id.value}`] }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

function show(cwd: string, words: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const terraform = spawn('terraform', words, { cwd, stdio: ['ignore', 'inherit', 'inherit'] })
    terraform.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new Error('terraform is not on the PATH; try npm run demo without it') : error),
    )
    terraform.on('close', (status) =>
      status === 0 ? resolve() : reject(new Error(`terraform ${words[0]} failed (status ${status})`)),
    )
  })
}
