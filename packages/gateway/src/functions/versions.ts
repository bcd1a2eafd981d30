import { codeSha256, configurationOf, listedConfiguration } from './configuration-view.ts'
import { findFunction } from './find-function.ts'
import { functionNotFound, invalidParameter } from './lambda-errors.ts'
import type { LambdaHandlers, LambdaPlane } from './lambda-plane.ts'
import { listPage } from './list-page.ts'
import { type Published, publish } from './publish-version.ts'
import { versionKey } from './read-functions.ts'
import { refuseUnserved } from './settings-rules.ts'
import { checkRevision } from './update-function.ts'

export function versionHandlers(plane: LambdaPlane): Pick<LambdaHandlers, 'ListVersionsByFunction' | 'PublishVersion'> {
  return {
    async PublishVersion({ FunctionName, CodeSha256, Description, RevisionId, PublishTo }) {
      const { name, arn } = findFunction(plane, FunctionName)
      refuseUnserved({ PublishTo })
      // What is published should be ready, so that the version is, too.
      await plane.preparation.settled(name)
      let published: Published | undefined
      await plane.functions.change(
        name,
        (document) => {
          checkRevision(document.Latest, RevisionId)
          checkCode(codeSha256(document.Latest.Code.Hash), CodeSha256)
          published = publish(document, Description)
          return published.document
        },
        () => functionNotFound(arn),
      )
      const { version } = published as Published
      return configurationOf(plane, name, version, version.Version)
    },

    async ListVersionsByFunction({ FunctionName, ...request }) {
      const { name, entry } = findFunction(plane, FunctionName)
      const items = [...entry.versions.values()].map((version) => ({
        key: versionKey(version.Version),
        item: () => listedConfiguration(plane, name, version, version.Version),
      }))
      const { Items, NextMarker } = listPage(items, request)
      return { Versions: Items, ...(NextMarker !== undefined && { NextMarker }) }
    },
  }
}

function checkCode(current: string, asked: string | undefined): void {
  if (asked === undefined || asked === current) return
  throw invalidParameter(
    `CodeSHA256 (${asked}) is different from current CodeSHA256 in $LATEST (${current}). Please try again with the CodeSHA256 in $LATEST.`,
  )
}
