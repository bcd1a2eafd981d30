import { compareNumbers } from '../values/arithmetic.ts'
import { isMap, JavaArray, MapEntry, MapView } from '../values/collections.ts'
import { NullLike } from '../values/host-object.ts'
import { JavaCharacter } from '../values/java-character.ts'
import { javaEquals, textsEqual } from '../values/java-equals.ts'
import { isNumber } from '../values/number-kind.ts'
import { DefinedBlock } from './defined-block.ts'
import type { Rendering } from './rendering.ts'

/**
 * `==`: numbers by their value, two of a class by equals, all others by what they print as (Velocity 1.7, ASTEQNode).
 */
export function looseEquals(a: unknown, b: unknown, rendering: Rendering): boolean {
  rendering.spend(1)
  if (typeof a === 'string' && typeof b === 'string') return textsEqual(a, b, rendering)
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b, rendering) === 0
  if (a instanceof NullLike || b instanceof NullLike) return isNothing(a) && isNothing(b)
  const isLeftNull = a === undefined || a === null
  const isRightNull = b === undefined || b === null
  if (isLeftNull || isRightNull) return isLeftNull && isRightNull
  if (areOfOneClass(a, b)) return javaEquals(a, b, rendering)
  const left = textOf(a, rendering)
  const right = textOf(b, rendering)
  return left === undefined || right === undefined ? left === right : textsEqual(left, right, rendering)
}

/** The empty answer of `$input.path` equals both null and the empty text. */
function isNothing(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value instanceof NullLike
}

/** Whether one class is the other, or its superclass. */
function areOfOneClass(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return typeof a === typeof b
  if (Array.isArray(a)) return Array.isArray(b)
  if (isMap(a)) return isMap(b)
  if (a instanceof MapView) return b instanceof MapView && a.shows === b.shows
  if (a instanceof JavaArray) return b instanceof JavaArray && a.typeName === b.typeName
  return (a instanceof MapEntry && b instanceof MapEntry) || (a instanceof JavaCharacter && b instanceof JavaCharacter)
}

function textOf(value: unknown, rendering: Rendering): string | undefined {
  return value instanceof DefinedBlock ? value.text() : rendering.print(value)
}
