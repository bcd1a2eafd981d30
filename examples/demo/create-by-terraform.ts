import { execFile, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { CreatedApi } from './create-by-sdk.ts'

const EXAMPLE = join(import.meta.dirname, '..', 'http-proxy')

interface Outputs {
  readonly api_id: { readonly value: string }
  readonly api_endpoint: { readonly value: string }
  readonly integration_ids: { readonly value: Readonly<Record<string, string>> }
}

/**
 * Applies examples/http-proxy with the Terraform on the PATH, showing what it prints. In a copy, because its state is
 * of no use once the demo's Postern is gone. The provider comes from wherever Terraform is configured to find it.
 */
export async function createByTerraform(posternUrl: string, backendUrl: string): Promise<CreatedApi> {
  const directory = mkdtempSync(join(tmpdir(), 'postern-demo-'))
  try {
    cpSync(EXAMPLE, directory, { recursive: true, filter: (path) => path === EXAMPLE || path.endsWith('.tf') })
    await show(directory, ['init', '-input=false'])
    const variables = ['-var', `postern_url=${posternUrl}`, '-var', `backend_url=${backendUrl}`]
    await show(directory, ['apply', '-input=false', '-auto-approve', ...variables])
    const { stdout } = await promisify(execFile)('terraform', ['output', '-json'], { cwd: directory })
    const { api_id, api_endpoint, integration_ids } = JSON.parse(stdout) as Outputs
    return {
      apiId: api_id.value,
      apiEndpoint: api_endpoint.value,
      made: [
        `api          ${api_id.value}`,
        ...Object.entries(integration_ids.value).map(([name, id]) => `integration  ${id}      ${name}`),
      ],
    }
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
