import { JavaException } from '../values/java-exception.ts'
import { accepts, type Method } from './method.ts'

/**
 * The method that takes the arguments, or undefined. Velocity 1.7 takes a method without parameters for applicable to any
 * arguments, and fails when it calls it (MethodMap.isApplicable): `$s.length(1)` is an error, `$s.nope(1)` is not.
 */
export function selectMethod<Target>(
  methods: readonly Method<Target>[],
  args: readonly unknown[],
): Method<Target> | undefined {
  let bare: Method<Target> | undefined
  for (const candidate of methods) {
    const { parameters, rest } = candidate
    if (rest !== undefined) {
      if (args.length >= parameters.length && takes(candidate, args)) return candidate
    } else if (parameters.length === 0) {
      if (args.length === 0) return candidate
      bare = candidate
    } else if (parameters.length === args.length && takes(candidate, args)) {
      return candidate
    }
  }
  if (bare !== undefined) throw new JavaException('IllegalArgumentException', 'wrong number of arguments')
  return undefined
}

function takes<Target>({ parameters, rest }: Method<Target>, args: readonly unknown[]): boolean {
  for (let i = 0; i < args.length; i++) {
    const type = i < parameters.length ? parameters[i] : rest
    if (type === undefined || !accepts(type, args[i])) return false
  }
  return true
}
