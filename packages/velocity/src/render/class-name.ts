import { JsonArray } from '../json/json-array.ts'
import { isMap, JavaArray, MapEntry, MapView } from '../values/collections.ts'
import { JavaCharacter } from '../values/java-character.ts'
import { JavaClass } from '../values/java-class.ts'
import { NumberKind, numberKindOf } from '../values/number-kind.ts'

const NUMBER_CLASSES: Readonly<Record<NumberKind, string>> = {
  [NumberKind.INTEGER]: 'java.lang.Integer',
  [NumberKind.LONG]: 'java.lang.Long',
  [NumberKind.FLOAT]: 'java.lang.Float',
  [NumberKind.DOUBLE]: 'java.lang.Double',
  [NumberKind.BIG_INTEGER]: 'java.math.BigInteger',
  [NumberKind.BIG_DECIMAL]: 'java.math.BigDecimal',
}

const VIEW_CLASSES = {
  keys: 'java.util.LinkedHashMap$LinkedKeySet',
  values: 'java.util.LinkedHashMap$LinkedValues',
  entries: 'java.util.LinkedHashMap$LinkedEntrySet',
} as const

/** `$x.class`: the Java class whose part a value plays, as a name. */
export function classOf(value: unknown): JavaClass | undefined {
  const name = classNameOf(value)
  return name === undefined ? undefined : new JavaClass(name)
}

function classNameOf(value: unknown): string | undefined {
  if (typeof value === 'string') return 'java.lang.String'
  if (typeof value === 'boolean') return 'java.lang.Boolean'
  const kind = numberKindOf(value)
  if (kind !== undefined) return NUMBER_CLASSES[kind]
  if (value instanceof JsonArray || Array.isArray(value)) return 'java.util.ArrayList'
  if (isMap(value)) return 'java.util.LinkedHashMap'
  if (value instanceof JavaCharacter) return 'java.lang.Character'
  if (value instanceof MapView) return VIEW_CLASSES[value.shows]
  if (value instanceof MapEntry) return 'java.util.LinkedHashMap$Entry'
  return value instanceof JavaArray ? value.typeName : undefined
}
