import { absentHandlers } from './absent-settings.ts'
import { accountHandlers } from './account-settings.ts'
import { aliasHandlers } from './aliases.ts'
import { concurrencyHandlers } from './concurrency.ts'
import { createHandlers } from './create-function.ts'
import { deleteHandlers } from './delete-function.ts'
import { invokeHandlers } from './invoke.ts'
import type { LambdaHandlers, LambdaPlane } from './lambda-plane.ts'
import { policyHandlers } from './policies.ts'
import { readHandlers } from './read-functions.ts'
import { tagHandlers } from './tags.ts'
import { updateHandlers } from './update-function.ts'
import { versionHandlers } from './versions.ts'

/** Every operation that is built; the others are known by the model alone and answer 501. */
export function lambdaHandlers(plane: LambdaPlane): LambdaHandlers {
  return {
    ...absentHandlers(plane),
    ...accountHandlers(plane),
    ...aliasHandlers(plane),
    ...concurrencyHandlers(plane),
    ...createHandlers(plane),
    ...deleteHandlers(plane),
    ...invokeHandlers(plane),
    ...policyHandlers(plane),
    ...readHandlers(plane),
    ...tagHandlers(plane),
    ...updateHandlers(plane),
    ...versionHandlers(plane),
  }
}
