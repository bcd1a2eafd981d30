import type { FunctionDocument } from '../store/function-document.ts'
import { isAlias, parseFunctionName } from './function-name.ts'
import { functionArn } from './lambda-arn.ts'
import { functionNotFound, invalidParameter, resourceConflict } from './lambda-errors.ts'
import type { LambdaHandlers, LambdaPlane } from './lambda-plane.ts'

export function deleteHandlers(plane: LambdaPlane): Pick<LambdaHandlers, 'DeleteFunction'> {
  return {
    async DeleteFunction({ FunctionName, Qualifier }) {
      const { name, qualifier } = parseFunctionName(plane, FunctionName, Qualifier)
      if (qualifier === '$LATEST') {
        throw invalidParameter('$LATEST version cannot be deleted without deleting the function.')
      }
      if (qualifier !== undefined && isAlias(qualifier)) {
        throw invalidParameter('Deletion of aliases is not currently supported.')
      }
      await plane.functions.change(
        name,
        (document) => (qualifier === undefined ? undefined : withoutVersion(document, qualifier)),
        () => functionNotFound(functionArn(plane, name)),
      )
      return { StatusCode: 204 }
    },
  }
}

/** A version that is not there is as good as deleted. */
function withoutVersion(document: FunctionDocument, version: string): FunctionDocument {
  const users = document.Aliases.filter(
    ({ FunctionVersion, Weights = {} }) => FunctionVersion === version || Object.hasOwn(Weights, version),
  )
  if (users.length > 0) {
    const names = users.map(({ Name }) => Name).join(', ')
    throw resourceConflict(`Unable to delete version because the following aliases reference it: [${names}]`)
  }
  return {
    ...document,
    Versions: document.Versions.filter(({ Version }) => Version !== version),
    Policies: document.Policies.filter(({ Qualifier }) => Qualifier !== version),
  }
}
