import { createHash } from 'node:crypto'
import type { ApiKey } from '../configuration/api-keys.ts'

/** The configured API keys. Found by hash, so that how long a look-up takes says nothing of their values. */
export class ApiKeys {
  readonly #byHash: ReadonlyMap<string, ApiKey>

  constructor(keys: readonly ApiKey[]) {
    this.#byHash = new Map(keys.filter(({ enabled }) => enabled !== false).map((key) => [hashOf(key.value), key]))
  }

  /** The key of that value, if it is enabled and good for the stage. */
  find(value: string, apiId: string, stage: string): ApiKey | undefined {
    if (value === '') return undefined
    const key = this.#byHash.get(hashOf(value))
    const isForStage = key?.stages === undefined || key.stages.includes(`${apiId}/${stage}`)
    return isForStage ? key : undefined
  }
}

function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('base64')
}
