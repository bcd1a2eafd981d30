import { viewMethods } from '../methods/collection-methods.ts'
import { arrayMethods, listMethods } from '../methods/list-methods.ts'
import { entryMethods, mapMethods } from '../methods/map-methods.ts'
import type { Method } from '../methods/method.ts'
import { numberMethods } from '../methods/number-methods.ts'
import { booleanMethods, characterMethods, classMethods, iteratorMethods } from '../methods/other-methods.ts'
import { selectMethod } from '../methods/select-method.ts'
import { stringMethods } from '../methods/string-methods.ts'
import { isPlainObject, JavaArray, MapEntry, MapView } from '../values/collections.ts'
import { type HostMethod, HostObject, NullLike } from '../values/host-object.ts'
import { JavaCharacter } from '../values/java-character.ts'
import { JavaClass } from '../values/java-class.ts'
import { JavaException } from '../values/java-exception.ts'
import { isIterator } from '../values/java-iterator.ts'
import type { JavaNumber } from '../values/java-number.ts'
import { NumberKind, numberKindOf } from '../values/number-kind.ts'
import { spendOnNumber, spendOnNumbers } from '../values/number-size.ts'
import { DefinedBlock } from './defined-block.ts'
import { callHost } from './host-call.ts'
import { loopMethods } from './loop-methods.ts'
import { LoopScope } from './loop-scope.ts'
import { checkKnown } from './property.ts'
import type { Rendering } from './rendering.ts'
import { costOfTexts, isPaidByItself } from './text-cost.ts'

/** The methods of one name, by the class of their target: looked up when the template is compiled. */
export interface NamedMethods {
  readonly name: string
  /** Whether String's method of this name pays for itself. */
  readonly isPaid: boolean
  readonly string: readonly Method<string>[] | undefined
  readonly list: readonly Method<unknown[]>[] | undefined
  readonly map: Parameters<typeof selectMethod<Map<unknown, unknown>>>[0] | undefined
  readonly number: Readonly<Record<NumberKind, readonly Method<JavaNumber>[] | undefined>>
}

export function methodsNamed(name: string): NamedMethods {
  return {
    name,
    isPaid: isPaidByItself(name),
    string: stringMethods.get(name),
    list: listMethods.get(name),
    map: mapMethods.get(name),
    number: {
      [NumberKind.INTEGER]: numberMethods[NumberKind.INTEGER].get(name),
      [NumberKind.LONG]: numberMethods[NumberKind.LONG].get(name),
      [NumberKind.FLOAT]: numberMethods[NumberKind.FLOAT].get(name),
      [NumberKind.DOUBLE]: numberMethods[NumberKind.DOUBLE].get(name),
      [NumberKind.BIG_INTEGER]: numberMethods[NumberKind.BIG_INTEGER].get(name),
      [NumberKind.BIG_DECIMAL]: numberMethods[NumberKind.BIG_DECIMAL].get(name),
    },
  }
}

/**
 * `$target.name(args)`. Undefined where the target has no such method or none that takes the arguments; throws a
 * JavaException where the method does.
 */
export function callMethod(
  rendering: Rendering,
  target: unknown,
  methods: NamedMethods,
  args: readonly unknown[],
): unknown {
  rendering.spend(1)
  if (typeof target === 'string') {
    if (!methods.isPaid && methods.string !== undefined) rendering.spend(costOfTexts(target, args))
    return call(target, methods.string, args, rendering)
  }
  if (target instanceof HostObject) return callHost(rendering, target.method(methods.name), args)
  if (target instanceof Map) return call(target, methods.map, args, rendering)
  if (Array.isArray(target)) return call(target as unknown[], methods.list, args, rendering)
  if (isPlainObject(target)) {
    const member = Object.hasOwn(target, methods.name) ? target[methods.name] : undefined
    if (typeof member === 'function') return callHost(rendering, member as HostMethod, args)
    // The table is the same for both forms of a map.
    return call(target as unknown as Map<unknown, unknown>, methods.map, args, rendering)
  }
  const kind = numberKindOf(target)
  if (kind !== undefined) {
    spendOnNumber(rendering, target)
    spendOnNumbers(rendering, target, args[0])
    return call(target as JavaNumber, methods.number[kind], args, rendering)
  }
  return callOther(rendering, target, methods, args)
}

function call<Target>(
  target: Target,
  methods: readonly Method<Target>[] | undefined,
  args: readonly unknown[],
  rendering: Rendering,
): unknown {
  if (methods === undefined) return undefined
  return selectMethod(methods, args)?.call(target, args, rendering)
}

function callOther(rendering: Rendering, target: unknown, methods: NamedMethods, args: readonly unknown[]): unknown {
  const { name } = methods
  if (typeof target === 'boolean') return call(target, booleanMethods.get(name), args, rendering)
  if (target instanceof JavaArray) return call(target.items, arrayMethods.get(name), args, rendering)
  if (target instanceof MapView) return call(target, viewMethods.get(name), args, rendering)
  if (target instanceof MapEntry) return call(target, entryMethods.get(name), args, rendering)
  if (isIterator(target)) return call(target, iteratorMethods.get(name), args, rendering)
  if (target instanceof JavaCharacter) return call(target, characterMethods.get(name), args, rendering)
  if (target instanceof JavaClass) return call(target, classMethods.get(name), args, rendering)
  if (target instanceof LoopScope) {
    const own = loopMethods.get(name)
    return own === undefined ? call(target.storage, methods.map, args, rendering) : call(target, own, args, rendering)
  }
  if (target instanceof DefinedBlock) return callBlock(target, name, args)
  if (target instanceof NullLike) return undefined
  checkKnown(target)
  return undefined
}

/** A block of #define has what every Java object has. */
function callBlock(block: DefinedBlock, name: string, args: readonly unknown[]): unknown {
  if (name === 'toString' && args.length > 0)
    throw new JavaException('IllegalArgumentException', 'wrong number of arguments')
  if (name === 'toString') return block.text()
  return name === 'equals' && args.length === 1 ? args[0] === block : undefined
}

/** `$target[index]`: `get` of a list, an array or a map; an index below zero counts from the end. */
export function getIndex(target: unknown, index: unknown): unknown {
  if (Array.isArray(target)) return itemAt(target, index)
  if (target instanceof JavaArray) return itemAt(target.items, index)
  return undefined
}

function itemAt(items: readonly unknown[], index: unknown): unknown {
  if (typeof index !== 'number' || (index | 0) !== index) return undefined
  const at = index < 0 ? index + items.length : index
  if (at < 0 || at >= items.length) {
    throw new JavaException('IndexOutOfBoundsException', `Index ${at} out of bounds for length ${items.length}`)
  }
  return items[at]
}
