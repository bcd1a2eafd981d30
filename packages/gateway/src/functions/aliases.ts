import { randomUUID } from 'node:crypto'
import type { AliasDocument, FunctionDocument } from '../store/function-document.ts'
import { weightsOf } from './alias-weights.ts'
import { findFunction, missingAlias } from './find-function.ts'
import { functionArn } from './lambda-arn.ts'
import { functionNotFound, resourceConflict, resourceNotFound } from './lambda-errors.ts'
import type { LambdaHandlers, LambdaPlane } from './lambda-plane.ts'
import { listPage } from './list-page.ts'
import { checkRevision } from './update-function.ts'

type Operation = 'CreateAlias' | 'DeleteAlias' | 'GetAlias' | 'ListAliases' | 'UpdateAlias'

export function aliasHandlers(plane: LambdaPlane): Pick<LambdaHandlers, Operation> {
  const arnOf = (name: string, alias: string) => functionArn(plane, name, alias)

  const answer = (name: string, { Name, FunctionVersion, Description, Weights, RevisionId }: AliasDocument) => ({
    AliasArn: arnOf(name, Name),
    Name,
    FunctionVersion,
    Description,
    ...(Weights !== undefined && { RoutingConfig: { AdditionalVersionWeights: { ...Weights } } }),
    RevisionId,
  })

  /** Replaces the list of aliases; `change` answers the alias that it is about, too. */
  const changeAliases = async (
    name: string,
    change: (document: FunctionDocument) => { aliases: readonly AliasDocument[]; alias: AliasDocument },
  ) => {
    let alias: AliasDocument | undefined
    await plane.functions.change(
      name,
      (document) => {
        const changed = change(document)
        alias = changed.alias
        return { ...document, Aliases: changed.aliases }
      },
      () => functionNotFound(functionArn(plane, name)),
    )
    return answer(name, alias as AliasDocument)
  }

  /** Throws where an alias cannot have that version, or those shares of others. */
  const checkTarget = (name: string, document: FunctionDocument, alias: AliasDocument) => {
    for (const version of [alias.FunctionVersion, ...Object.keys(alias.Weights ?? {})]) {
      const isThere = version === '$LATEST' || document.Versions.some(({ Version }) => Version === version)
      if (!isThere) throw functionNotFound(functionArn(plane, name, version))
    }
  }

  return {
    async CreateAlias({ FunctionName, Name, FunctionVersion, Description = '', RoutingConfig }) {
      const { name } = findFunction(plane, FunctionName)
      return changeAliases(name, (document) => {
        if (document.Aliases.some((alias) => alias.Name === Name)) {
          throw resourceConflict(`Alias already exists: ${arnOf(name, Name)}`)
        }
        const Weights = weightsOf(RoutingConfig, FunctionVersion)
        const RevisionId = randomUUID()
        const alias = { Name, FunctionVersion, Description, ...(Weights !== undefined && { Weights }), RevisionId }
        checkTarget(name, document, alias)
        const aliases = [...document.Aliases, alias].sort((a, b) => (a.Name < b.Name ? -1 : 1))
        return { aliases, alias }
      })
    },

    async GetAlias({ FunctionName, Name }) {
      const { name, entry } = findFunction(plane, FunctionName)
      const alias = entry.aliases.get(Name)
      if (alias === undefined) throw missingAlias(arnOf(name, Name))
      return answer(name, alias)
    },

    async ListAliases({ FunctionName, FunctionVersion, ...request }) {
      const { name, entry } = findFunction(plane, FunctionName)
      const routes = (alias: AliasDocument) =>
        FunctionVersion === undefined ||
        alias.FunctionVersion === FunctionVersion ||
        Object.hasOwn(alias.Weights ?? {}, FunctionVersion)
      const items = entry.document.Aliases.filter(routes).map((alias) => ({
        key: alias.Name,
        item: () => answer(name, alias),
      }))
      const { Items, NextMarker } = listPage(items, request)
      return { Aliases: Items, ...(NextMarker !== undefined && { NextMarker }) }
    },

    async UpdateAlias({ FunctionName, Name, FunctionVersion, Description, RoutingConfig, RevisionId }) {
      const { name } = findFunction(plane, FunctionName)
      return changeAliases(name, (document) => {
        const before = document.Aliases.find((alias) => alias.Name === Name)
        if (before === undefined) throw resourceNotFound(`Alias not found: ${arnOf(name, Name)}`)
        checkRevision(before, RevisionId)
        const version = FunctionVersion ?? before.FunctionVersion
        // A new version for the alias leaves its other share as it is, unless that is named, too.
        const routing = RoutingConfig ?? { AdditionalVersionWeights: { ...before.Weights } }
        const Weights = weightsOf(routing, version)
        const { Weights: _, ...rest } = before
        const alias: AliasDocument = {
          ...rest,
          FunctionVersion: version,
          ...(Description !== undefined && { Description }),
          ...(Weights !== undefined && { Weights }),
          RevisionId: randomUUID(),
        }
        checkTarget(name, document, alias)
        return { aliases: document.Aliases.map((one) => (one === before ? alias : one)), alias }
      })
    },

    /** An alias that is not there is as good as deleted. Its policy goes with it. */
    async DeleteAlias({ FunctionName, Name }) {
      const { name, arn } = findFunction(plane, FunctionName)
      await plane.functions.change(
        name,
        (document) => ({
          ...document,
          Aliases: document.Aliases.filter((alias) => alias.Name !== Name),
          Policies: document.Policies.filter(({ Qualifier }) => Qualifier !== Name),
        }),
        () => functionNotFound(arn),
      )
      return {}
    },
  }
}
