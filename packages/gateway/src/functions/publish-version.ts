import { createHash, randomUUID } from 'node:crypto'
import type { FunctionDocument, FunctionSettings, VersionDocument } from '../store/function-document.ts'

/** What a function became by publishing, and the version that was published. */
export interface Published {
  readonly document: FunctionDocument
  readonly version: VersionDocument
}

/**
 * Publishes `$LATEST`. Where nothing has changed since the newest version was published, that version is the answer and
 * the document stays as it is (Lambda guide, "Creating function versions"). `description` is the version's own.
 */
export function publish(document: FunctionDocument, description?: string): Published {
  const { Latest, Versions, NextVersion } = document
  const newest = Versions.at(-1)
  const fingerprint = fingerprintOf(Latest)
  if (newest?.PublishedFrom === fingerprint && newest.Version === String(NextVersion - 1)) {
    return { document, version: newest }
  }
  const version: VersionDocument = {
    ...Latest,
    Version: String(NextVersion),
    Settings: versionSettings(Latest.Settings, description),
    RevisionId: randomUUID(),
    PublishedFrom: fingerprint,
  }
  return { document: { ...document, Versions: [...Versions, version], NextVersion: NextVersion + 1 }, version }
}

function versionSettings(settings: FunctionSettings, description: string | undefined): FunctionSettings {
  const { ApplyOn } = settings.SnapStart
  return {
    ...settings,
    ...(description !== undefined && { Description: description }),
    SnapStart: { ApplyOn, OptimizationStatus: ApplyOn === 'PublishedVersions' ? 'On' : 'Off' },
  }
}

/** Differs where code or configuration differ. Members may come in another order after a change and a change back. */
function fingerprintOf({ Settings, Code }: VersionDocument): string {
  return createHash('sha256')
    .update(JSON.stringify([Code.Hash, canonical(Settings)]))
    .digest('hex')
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  return entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, canonical(member)])
}
