import type { Step } from './compiled-path.ts'
import { isObject, MISSING, memberOf } from './document.ts'
import type { Run } from './evaluation.ts'
import { javaClassName } from './java-class.ts'
import type { StepContext } from './step-context.ts'

/** `.a` and `['a']` */
export function propertyStep(name: string, quote: string, context: StepContext, next: Step): Step {
  const { place, isLeaf, followsOne, scan } = context
  return (value, run) => {
    if (!isObject(value)) return notAnObject(value, [name], quote, context, run)
    const member = memberOf(value, name)
    if (member === MISSING) {
      if (isLeaf ? !run.required : !followsOne && !run.required) return true
      return run.miss(() => `Missing property in path ${place}['${name}']`)
    }
    return scan !== undefined && !scan.isSought ? true : next(member, run)
  }
}

/** `['a','b']`: one object of those that are there, or each in turn where the path goes on. */
export function propertiesStep(names: readonly string[], quote: string, context: StepContext, next: Step): Step {
  const { place, isLeaf } = context
  return (value, run) => {
    if (!isObject(value)) return notAnObject(value, names, quote, context, run)
    const merged = new Map<string, unknown>()
    for (const name of names) {
      const member = memberOf(value, name)
      if (member === MISSING) {
        if (run.required) return run.miss(() => `Missing property in path ${place}['${name}']`)
      } else if (isLeaf) {
        merged.set(name, member ?? null)
      } else if (!next(member, run)) {
        return false
      }
    }
    return isLeaf ? next(merged, run) : true
  }
}

function notAnObject(
  value: unknown,
  names: readonly string[],
  quote: string,
  { place, followsOne }: StepContext,
  run: Run,
): boolean {
  if (!followsOne) return true
  return run.miss(
    () =>
      `Expected to find an object with property [${names.map((name) => quote + name + quote).join(',')}] in path ` +
      `${place} but found '${javaClassName(value)}'. This is not a json object according to the JsonProvider: ` +
      `'com.jayway.jsonpath.spi.json.JsonSmartJsonProvider'.`,
  )
}
