import { configurationOf, listedConfiguration } from './configuration-view.ts'
import { findVersion } from './find-function.ts'
import type { LambdaHandlers, LambdaPlane } from './lambda-plane.ts'
import { listPage } from './list-page.ts'

type Operation = 'GetFunction' | 'GetFunctionConfiguration' | 'ListFunctions'

export function readHandlers(plane: LambdaPlane): Pick<LambdaHandlers, Operation> {
  return {
    async GetFunction({ FunctionName, Qualifier }) {
      const { name, entry, version, qualifier } = findVersion(plane, FunctionName, Qualifier)
      const { Tags, ReservedConcurrentExecutions } = entry.document
      return {
        Configuration: configurationOf(plane, name, version, qualifier),
        Code: { RepositoryType: 'S3', Location: plane.locations.urlOf(version.Code.Hash) },
        ...(Object.keys(Tags).length > 0 && { Tags }),
        ...(ReservedConcurrentExecutions !== undefined && { Concurrency: { ReservedConcurrentExecutions } }),
      }
    },

    async GetFunctionConfiguration({ FunctionName, Qualifier }) {
      const { name, version, qualifier } = findVersion(plane, FunctionName, Qualifier)
      return configurationOf(plane, name, version, qualifier)
    },

    async ListFunctions(input) {
      // Functions of other regions, which Lambda@Edge has, are none of this server's.
      const all = input.FunctionVersion === 'ALL'
      const items = plane.table.list().flatMap(({ document, versions }) => {
        const { FunctionName: name, Latest } = document
        const shown = all ? [...versions.values()] : [Latest]
        return shown.map((version) => ({
          key: `${name}:${versionKey(version.Version)}`,
          item: () => listedConfiguration(plane, name, version, all ? version.Version : undefined),
        }))
      })
      const { Items, NextMarker } = listPage(items, input)
      return { Functions: Items, ...(NextMarker !== undefined && { NextMarker }) }
    },
  }
}

/** Orders versions: `$LATEST`, then by number. */
export function versionKey(version: string): string {
  return version === '$LATEST' ? '' : version.padStart(16, '0')
}
