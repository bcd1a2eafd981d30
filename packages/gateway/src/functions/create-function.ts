import { randomUUID } from 'node:crypto'
import type { FunctionDocument, VersionDocument } from '../store/function-document.ts'
import { RefConflict } from '../store/store.ts'
import { configurationOf } from './configuration-view.ts'
import { givenPackage, storePackage } from './function-code.ts'
import { parseNewName } from './function-name.ts'
import { pendingState } from './function-preparation.ts'
import { newSettings } from './function-settings.ts'
import { resourceConflict } from './lambda-errors.ts'
import { type LambdaHandlers, type LambdaPlane, lambdaTime } from './lambda-plane.ts'
import { publish } from './publish-version.ts'
import { checkSettings, refuseUnserved } from './settings-rules.ts'
import { checkTags } from './tag-rules.ts'

export function createHandlers(plane: LambdaPlane): Pick<LambdaHandlers, 'CreateFunction'> {
  return {
    async CreateFunction(input) {
      const name = parseNewName(plane, input.FunctionName)
      refuseUnserved(input)
      const settings = newSettings(name, input.Role, input)
      checkSettings(settings)
      const tags = input.Tags ?? {}
      checkTags(tags)
      // Before the package is read, which takes time; the store has the last word below.
      if (plane.table.get(name) !== undefined) throw alreadyThere(name)

      const zip = await givenPackage(plane, input.Code, 'CreateFunction')
      const latest: VersionDocument = {
        Version: '$LATEST',
        Settings: settings,
        Code: await storePackage(plane, zip),
        Status: pendingState,
        LastModified: lambdaTime(plane),
        RevisionId: randomUUID(),
        ChangeId: randomUUID(),
      }
      const made: FunctionDocument = {
        FunctionName: name,
        Latest: latest,
        Versions: [],
        NextVersion: 1,
        Aliases: [],
        Policies: [],
        Tags: tags,
      }
      const { document, version } = input.Publish === true ? publish(made) : { document: made, version: latest }
      await plane.functions.create(name, document).catch((error: unknown) => {
        throw error instanceof RefConflict ? alreadyThere(name) : error
      })
      plane.preparation.begin(name)
      return configurationOf(plane, name, version, undefined)
    },
  }
}

function alreadyThere(name: string) {
  return resourceConflict(`Function already exist: ${name}`)
}
