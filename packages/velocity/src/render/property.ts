import { isWhitespace } from '../values/character-classes.ts'
import { isPlainObject, JavaArray, MapEntry, MapView, mapSize } from '../values/collections.ts'
import { HostObject, NullLike } from '../values/host-object.ts'
import { JavaCharacter } from '../values/java-character.ts'
import { JavaClass } from '../values/java-class.ts'
import { isIterator } from '../values/java-iterator.ts'
import type { JavaNumber } from '../values/java-number.ts'
import { mapPut } from '../values/map-changes.ts'
import type { Meter } from '../values/meter.ts'
import { isNumber, NumberKind, numberKindOf, toDouble } from '../values/number-kind.ts'
import { unknownValue } from '../values/print-value.ts'
import { DefinedBlock } from './defined-block.ts'
import { LoopScope } from './loop-scope.ts'

/**
 * `$target.name`: of a map the value of the key, otherwise what a getter of the Java class would return (Velocity 1.7,
 * UberspectImpl.getPropertyGet). Nothing is read from a prototype: an object's own members alone count.
 */
export function getProperty(target: unknown, name: string, meter: Meter): unknown {
  if (target instanceof Map) return target.get(name)
  if (typeof target === 'string') return textProperty(target, name, meter)
  if (isPlainObject(target)) return ownMember(target, name)
  if (Array.isArray(target)) return isEmptyProperty(name) ? target.length === 0 : undefined
  if (target instanceof LoopScope) return target.member(name, meter)
  if (target instanceof HostObject) return target.property(name)
  return otherProperty(target, name, meter)
}

function ownMember(target: Readonly<Record<string, unknown>>, name: string): unknown {
  if (!Object.hasOwn(target, name)) return undefined
  const value = target[name]
  return typeof value === 'function' ? undefined : value
}

/** isEmpty(), as a property; Velocity tries the first letter in both cases. */
function isEmptyProperty(name: string): boolean {
  return name === 'empty' || name === 'Empty'
}

function textProperty(text: string, name: string, meter: Meter): unknown {
  if (isEmptyProperty(name)) return text === ''
  if (name === 'blank' || name === 'Blank') {
    meter.spend(text.length >> 4)
    for (let i = 0; i < text.length; i++) if (!isWhitespace(text.charCodeAt(i))) return false
    return true
  }
  return undefined
}

function otherProperty(target: unknown, name: string, meter: Meter): unknown {
  if (target instanceof MapEntry) {
    if (name === 'key' || name === 'Key') return target.key
    return name === 'value' || name === 'Value' ? target.value : undefined
  }
  if (target instanceof MapView) return isEmptyProperty(name) ? mapSize(target.map, meter) === 0 : undefined
  if (target instanceof JavaClass) {
    if (name === 'name' || name === 'Name') return target.className
    return name === 'simpleName' || name === 'SimpleName' ? target.simpleName : undefined
  }
  if (isNumber(target)) return numberProperty(target, name)
  checkKnown(target)
  return undefined
}

function numberProperty(target: JavaNumber, name: string): unknown {
  const kind = numberKindOf(target)
  if (kind !== NumberKind.DOUBLE && kind !== NumberKind.FLOAT) return undefined
  const value = toDouble(target)
  if (name === 'NaN' || name === 'naN') return Number.isNaN(value)
  return name === 'infinite' || name === 'Infinite' ? Math.abs(value) === Number.POSITIVE_INFINITY : undefined
}

/** Throws a TypeError where a context holds something that templates know nothing of, such as a Date. */
export function checkKnown(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const isKnown =
    value instanceof JavaArray ||
    value instanceof JavaCharacter ||
    isIterator(value) ||
    value instanceof NullLike ||
    value instanceof DefinedBlock
  if (isKnown) return
  throw unknownValue(value)
}

/** `#set($target.name = …)`: maps take it, and an entry its value; nothing else has setters. */
export function setProperty(target: unknown, name: string, value: unknown, meter: Meter): void {
  if (target instanceof LoopScope) target.storage.set(name, value)
  else if (target instanceof Map || isPlainObject(target)) mapPut(target, name, value, meter)
  else if (target instanceof MapEntry && (name === 'value' || name === 'Value')) {
    mapPut(target.map, target.key, value, meter)
  }
}
