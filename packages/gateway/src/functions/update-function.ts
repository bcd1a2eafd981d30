import { createHash, randomUUID } from 'node:crypto'
import type { FunctionDocument, VersionDocument } from '../store/function-document.ts'
import { configurationOf } from './configuration-view.ts'
import { findFunction } from './find-function.ts'
import { givenPackage, storePackage } from './function-code.ts'
import { updatingState } from './function-preparation.ts'
import { changedSettings } from './function-settings.ts'
import { functionNotFound, invalidParameter, preconditionFailed } from './lambda-errors.ts'
import { type LambdaHandlers, type LambdaPlane, lambdaTime } from './lambda-plane.ts'
import { type Published, publish } from './publish-version.ts'
import { checkSettings, refuseUnserved } from './settings-rules.ts'

/**
 * Changes of `$LATEST`. AWS refuses one while another is in progress; here it waits, since that takes milliseconds.
 */
export function updateHandlers(
  plane: LambdaPlane,
): Pick<LambdaHandlers, 'UpdateFunctionCode' | 'UpdateFunctionConfiguration'> {
  /** `publishes`: the new `$LATEST` becomes a version at once. */
  const update = async (
    name: string,
    revision: string | undefined,
    publishes: boolean,
    change: (latest: VersionDocument) => Partial<VersionDocument>,
  ): Promise<Published> => {
    await plane.preparation.settled(name)
    let published: Published | undefined
    await plane.functions.change(
      name,
      (document) => {
        checkRevision(document.Latest, revision)
        const next = { ...document, Latest: updated(plane, document.Latest, change) }
        published = publishes ? publish(next) : { document: next, version: next.Latest }
        return published.document
      },
      () => functionNotFound(name),
    )
    plane.preparation.begin(name)
    return published as Published
  }

  return {
    async UpdateFunctionCode(input) {
      const { name, entry } = latestOf(plane, input.FunctionName)
      refuseUnserved({ PublishTo: input.PublishTo })
      checkRevision(entry.document.Latest, input.RevisionId)
      const zip = await givenPackage(plane, input, 'UpdateFunctionCode')
      const { Architectures } = input
      const settingsOf = (latest: VersionDocument) => {
        const settings = changedSettings(latest.Settings, { Architectures })
        checkSettings(settings)
        return settings
      }
      if (input.DryRun === true) {
        const { Latest } = entry.document
        const hash = createHash('sha256').update(zip).digest('hex')
        const would = { ...Latest, Settings: settingsOf(Latest), Code: { Hash: hash, Size: zip.length } }
        return configurationOf(plane, name, would, undefined)
      }
      const Code = await storePackage(plane, zip)
      const change = (latest: VersionDocument) => ({ Settings: settingsOf(latest), Code })
      const { version } = await update(name, input.RevisionId, input.Publish === true, change)
      return configurationOf(plane, name, version, input.Publish === true ? version.Version : undefined)
    },

    async UpdateFunctionConfiguration(input) {
      const { name } = latestOf(plane, input.FunctionName)
      refuseUnserved(input)
      const { version } = await update(name, input.RevisionId, false, (latest) => {
        const Settings = changedSettings(latest.Settings, input)
        checkSettings(Settings)
        return { Settings }
      })
      return configurationOf(plane, name, version, undefined)
    },
  }
}

function updated(
  plane: LambdaPlane,
  latest: VersionDocument,
  change: (latest: VersionDocument) => Partial<VersionDocument>,
): VersionDocument {
  return {
    ...latest,
    ...change(latest),
    Status: updatingState(latest.Status),
    LastModified: lambdaTime(plane),
    RevisionId: randomUUID(),
    ChangeId: randomUUID(),
  }
}

/** Only `$LATEST` can be changed. */
function latestOf(plane: LambdaPlane, given: string) {
  const found = findFunction(plane, given)
  if (found.qualifier !== undefined && found.qualifier !== '$LATEST') {
    throw invalidParameter('Versions and aliases cannot be changed: name the function without a qualifier.')
  }
  return found
}

/** Throws PreconditionFailedException where the caller has seen another revision. */
export function checkRevision({ RevisionId }: { readonly RevisionId: string }, asked: string | undefined): void {
  if (asked !== undefined && asked !== RevisionId) throw preconditionFailed('GetFunction/GetAlias')
}

/** A document whose `$LATEST` counts as changed, although what it runs is the same. */
export function touched(document: FunctionDocument): FunctionDocument {
  return { ...document, Latest: { ...document.Latest, RevisionId: randomUUID() } }
}
