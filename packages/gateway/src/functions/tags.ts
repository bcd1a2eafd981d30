import { findFunction } from './find-function.ts'
import { functionArn } from './lambda-arn.ts'
import { functionNotFound, invalidParameter, validationError } from './lambda-errors.ts'
import type { LambdaHandlers, LambdaPlane } from './lambda-plane.ts'
import { checkTags } from './tag-rules.ts'
import { touched } from './update-function.ts'

type Operation = 'ListTags' | 'TagResource' | 'UntagResource'
type Tags = Readonly<Record<string, string>>

/** Tags of functions, by ARN. Versions and aliases have none. */
export function tagHandlers(plane: LambdaPlane): Pick<LambdaHandlers, Operation> {
  const changeTags = async (resource: string, change: (tags: Tags) => Tags) => {
    const { name, arn } = taggable(plane, resource)
    await plane.functions.change(
      name,
      (document) => ({ ...touched(document), Tags: change(document.Tags) }),
      () => functionNotFound(arn),
    )
    return {}
  }

  return {
    async ListTags({ Resource }) {
      return { Tags: { ...taggable(plane, Resource).entry.document.Tags } }
    },

    async TagResource({ Resource, Tags: given }) {
      if (Object.keys(given).length === 0) {
        throw invalidParameter('An error occurred and the request cannot be processed.')
      }
      return changeTags(Resource, (tags) => {
        const after = { ...tags, ...given }
        checkTags(after)
        return after
      })
    },

    async UntagResource({ Resource, TagKeys }) {
      const gone = new Set(TagKeys)
      return changeTags(Resource, (tags) => Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key))))
    },
  }
}

/** The part of AWS's pattern that is about functions. */
const FUNCTION_ARN =
  /^arn:aws[a-zA-Z-]*:lambda:[a-z]{2}(-gov|-iso[a-z]?)?-[a-z]+-\d:\d{12}:function:[a-zA-Z0-9-_]+(?<qualifier>:(\$LATEST|[a-zA-Z0-9-_]+))?$/

function taggable(plane: LambdaPlane, resource: string) {
  const match = FUNCTION_ARN.exec(resource)
  if (match === null) {
    throw validationError(
      `1 validation error detected: Value '${resource}' at 'resource' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*):lambda:[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:(function:[a-zA-Z0-9-_]+(:(\\$LATEST|[a-zA-Z0-9-_]+))?)`,
    )
  }
  if (match.groups?.['qualifier'] !== undefined) {
    throw invalidParameter('Tags on function aliases and versions are not supported. Please specify a function ARN.')
  }
  return { ...findFunction(plane, resource), arn: functionArn(plane, resource.split(':')[6] ?? '') }
}
