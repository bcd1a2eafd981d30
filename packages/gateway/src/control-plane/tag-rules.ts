import { badRequest } from '../aws-protocol/service-error.ts'
import type { ControlPlane } from './control-plane.ts'

const LONGEST_KEY = 128

/** Throws where tags, as a resource would hold them, break the rules (spec control-plane.md 4.12). */
export function checkTags(plane: ControlPlane, tags: Readonly<Record<string, string>>): void {
  const keys = Object.keys(tags)
  if (keys.length > plane.quotas.tags)
    throw badRequest(`Too many tags specified. At most ${plane.quotas.tags} are allowed`)
  for (const key of keys) {
    if (key.length === 0 || key.length > LONGEST_KEY) {
      throw badRequest(`Invalid tag key specified. Tag keys must have 1 to ${LONGEST_KEY} characters`)
    }
    if (key.toLowerCase().startsWith('aws:')) {
      throw badRequest(`Invalid tag key specified: ${key}. Tag keys must not start with aws:`)
    }
  }
}
