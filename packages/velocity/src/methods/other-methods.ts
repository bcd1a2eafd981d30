import { hashCode } from '../values/hash-code.ts'
import { JavaCharacter } from '../values/java-character.ts'
import type { JavaClass } from '../values/java-class.ts'
import { nullPointer } from '../values/java-exception.ts'
import type { JavaIterator } from '../values/java-iterator.ts'
import { type MethodTable, method, otherClass } from './method.ts'

function bool(value: unknown): boolean {
  return value === true
}

/** java.lang.Boolean, static methods included. */
export const booleanMethods: MethodTable<boolean> = new Map([
  ['booleanValue', [method([], (value) => value)]],
  ['toString', [method([], (value) => String(value)), method(['boolean'], (_value, [other]) => String(other))]],
  ['equals', [method(['Object'], (value, [other]) => value === other)]],
  ['hashCode', [method([], (value) => (value ? 1231 : 1237))]],
  [
    'compareTo',
    [
      method(['Boolean'], (value, [other]) => {
        if (typeof other !== 'boolean') throw nullPointer('the Boolean')
        return Number(value) - Number(other)
      }),
      otherClass(),
    ],
  ],
  ['compare', [method(['boolean', 'boolean'], (_value, [a, b]) => Number(bool(a)) - Number(bool(b)))]],
  ['parseBoolean', [method(['String'], (_value, [source]) => isTrue(source))]],
  [
    'valueOf',
    [method(['boolean'], (_value, [other]) => bool(other)), method(['String'], (_value, [source]) => isTrue(source))],
  ],
  ['logicalAnd', [method(['boolean', 'boolean'], (_value, [a, b]) => bool(a) && bool(b))]],
  ['logicalOr', [method(['boolean', 'boolean'], (_value, [a, b]) => bool(a) || bool(b))]],
  ['logicalXor', [method(['boolean', 'boolean'], (_value, [a, b]) => bool(a) !== bool(b))]],
])

function isTrue(source: unknown): boolean {
  return typeof source === 'string' && source.length === 4 && source.toLowerCase() === 'true'
}

/** java.lang.Character, but for its many static methods. */
export const characterMethods: MethodTable<JavaCharacter> = new Map([
  ['charValue', [method<JavaCharacter>([], (value) => value)]],
  ['toString', [method<JavaCharacter>([], (value) => value.toString())]],
  [
    'equals',
    [
      method<JavaCharacter>(
        ['Object'],
        (value, [other]) => other instanceof JavaCharacter && other.code === value.code,
      ),
    ],
  ],
  ['hashCode', [method<JavaCharacter>([], (value) => value.code)]],
  [
    'compareTo',
    [
      method<JavaCharacter>(['Character'], (value, [other]) => {
        if (!(other instanceof JavaCharacter)) throw nullPointer('the Character')
        return value.code - other.code
      }),
      otherClass(),
    ],
  ],
])

export const iteratorMethods: MethodTable<JavaIterator> = new Map([
  ['hasNext', [method<JavaIterator>([], (iterator) => iterator.hasNext())]],
  ['next', [method<JavaIterator>([], (iterator) => iterator.next())]],
])

/** What may be known of a class: its names. */
export const classMethods: MethodTable<JavaClass> = new Map([
  ['getName', [method<JavaClass>([], (value) => value.className)]],
  ['getSimpleName', [method<JavaClass>([], (value) => value.simpleName)]],
  ['toString', [method<JavaClass>([], (value) => value.toString())]],
  ['hashCode', [method<JavaClass>([], (value, _args, { meter }) => hashCode(value.className, meter))]],
])
