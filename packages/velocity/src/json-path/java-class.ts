import { JavaDecimal, JavaDouble, JavaFloat, JavaLong, type JavaNumber } from '../values/java-number.ts'
import { isNumber, isObject, KeySet } from './document.ts'

export type NumberClass = 'Integer' | 'Long' | 'Double' | 'Float' | 'BigInteger' | 'BigDecimal'

/** The simple name of the Java class of a number. */
export function numberClass(value: JavaNumber): NumberClass {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) return 'Double'
    return (value | 0) === value ? 'Integer' : 'Long'
  }
  if (typeof value === 'bigint') return 'BigInteger'
  if (value instanceof JavaDouble) return 'Double'
  if (value instanceof JavaLong) return 'Long'
  return value instanceof JavaFloat ? 'Float' : 'BigDecimal'
}

/** The full name of the Java class that a value has in Jayway with json-smart, `null` for null: error texts tell it. */
export function javaClassName(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return 'java.lang.String'
  if (typeof value === 'boolean') return 'java.lang.Boolean'
  if (isNumber(value)) {
    return `java.${typeof value === 'bigint' || value instanceof JavaDecimal ? 'math' : 'lang'}.${numberClass(value)}`
  }
  if (value instanceof KeySet) return 'java.util.LinkedHashMap$LinkedKeySet'
  if (Array.isArray(value)) return 'net.minidev.json.JSONArray'
  return isObject(value) ? 'java.util.LinkedHashMap' : 'java.lang.Object'
}

/** The value of a number as Number.doubleValue gives it. */
export function doubleValue(value: JavaNumber): number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof JavaLong) return Number(value.value)
  if (value instanceof JavaDecimal) return Number(`${value.unscaled}e${-value.scale}`)
  return value.value
}
