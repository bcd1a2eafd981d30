import type { FamilySweeper } from './family-sweeper.ts'
import type { MemoryWatch } from './memory-watch.ts'
import type { ProcessFamilies } from './process-families.ts'
import type { RuntimePrograms } from './runtime-command.ts'
import type { CredentialsFor } from './runtime-options.ts'
import type { TrustFiles } from './trust-files.ts'
import type { Warden } from './warden.ts'

/** What all workers of a runtime share. */
export interface WorkerServices extends RuntimePrograms {
  readonly credentialsFor: CredentialsFor
  readonly environment: Readonly<Record<string, string>>
  readonly trustFiles: TrustFiles
  /** ms */
  readonly initMs: number
  /** Private to this runtime. */
  readonly workDirectory: string
  /** `NAME=prefix`: with a family and `;` behind it, the marker of a worker. */
  readonly marker: string
  readonly warden: Warden
  readonly families: ProcessFamilies
  readonly sweeper: FamilySweeper
  readonly memory: MemoryWatch
}
