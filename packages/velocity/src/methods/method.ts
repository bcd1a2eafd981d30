import { isCollection, isMap } from '../values/collections.ts'
import { JavaCharacter } from '../values/java-character.ts'
import { JavaException } from '../values/java-exception.ts'
import type { Meter } from '../values/meter.ts'
import { isNumber, NumberKind, numberKindOf } from '../values/number-kind.ts'

/** The type of a parameter: which values a method takes there (Velocity 1.7, IntrospectionUtils). */
export type ParameterType =
  | 'int'
  | 'long'
  | 'float'
  | 'double'
  | 'char'
  | 'boolean'
  | 'Boolean'
  | 'String'
  | 'Number'
  | 'Integer'
  | 'Long'
  | 'Float'
  | 'Double'
  | 'BigInteger'
  | 'BigDecimal'
  | 'Character'
  | 'Collection'
  | 'Map'
  | 'Object'

/** What a method needs besides its target and arguments. */
export interface Calling {
  readonly meter: Meter
  readonly print: (value: unknown) => string
}

/** One method; those of one name stand from the most to the least specific, and the first that takes the arguments is called. */
export interface Method<Target> {
  readonly parameters: readonly ParameterType[]
  /** The type of any number of further arguments: Java's varargs. */
  readonly rest?: ParameterType
  /** Undefined and null are null; a void method returns the empty text. */
  call(target: Target, args: readonly unknown[], calling: Calling): unknown
}

export type MethodTable<Target> = ReadonlyMap<string, readonly Method<Target>[]>

export function method<Target>(
  parameters: readonly ParameterType[],
  call: (target: Target, args: readonly unknown[], calling: Calling) => unknown,
): Method<Target> {
  return { parameters, call }
}

/** A method that takes any number of arguments of one type behind its parameters. */
export function variadic<Target>(
  parameters: readonly ParameterType[],
  rest: ParameterType,
  call: Method<Target>['call'],
): Method<Target> {
  return { parameters, rest, call }
}

/** compareTo takes any object, as Comparable has it, and then fails. */
export function otherClass<Target>(): Method<Target> {
  return method(['Object'], () => {
    throw new JavaException('ClassCastException', 'compareTo takes a value of the same class')
  })
}

/** Whether a parameter takes a value. Null goes wherever an object goes. */
export function accepts(type: ParameterType, value: unknown): boolean {
  const isNull = value === undefined || value === null
  switch (type) {
    case 'Object':
      return true
    case 'String':
      return isNull || typeof value === 'string'
    case 'boolean':
      return typeof value === 'boolean'
    case 'Boolean':
      return isNull || typeof value === 'boolean'
    case 'char':
      return value instanceof JavaCharacter
    case 'Character':
      return isNull || value instanceof JavaCharacter
    case 'Collection':
      return isNull || isCollection(value)
    case 'Map':
      return isNull || isMap(value)
    case 'Number':
      return isNull || isNumber(value)
    default:
      return acceptsNumber(type, isNull, numberKindOf(value))
  }
}

type NumberType = Exclude<
  ParameterType,
  'Object' | 'String' | 'boolean' | 'Boolean' | 'char' | 'Character' | 'Collection' | 'Map' | 'Number'
>

function acceptsNumber(type: NumberType, isNull: boolean, kind: NumberKind | undefined): boolean {
  switch (type) {
    case 'int':
      return kind === NumberKind.INTEGER
    case 'long':
      return kind === NumberKind.INTEGER || kind === NumberKind.LONG
    case 'float':
      return kind === NumberKind.INTEGER || kind === NumberKind.LONG || kind === NumberKind.FLOAT
    case 'double':
      return kind !== undefined && kind !== NumberKind.BIG_INTEGER && kind !== NumberKind.BIG_DECIMAL
    case 'Integer':
      return isNull || kind === NumberKind.INTEGER
    case 'Long':
      return isNull || kind === NumberKind.LONG
    case 'Float':
      return isNull || kind === NumberKind.FLOAT
    case 'Double':
      return isNull || kind === NumberKind.DOUBLE
    case 'BigInteger':
      return isNull || kind === NumberKind.BIG_INTEGER
    default:
      return isNull || kind === NumberKind.BIG_DECIMAL
  }
}
