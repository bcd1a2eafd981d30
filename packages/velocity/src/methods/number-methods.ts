import { compareNumbers } from '../values/arithmetic.ts'
import { hashCode } from '../values/hash-code.ts'
import { javaEquals } from '../values/java-equals.ts'
import { JavaException, nullPointer } from '../values/java-exception.ts'
import { doubleOf, JavaFloat, type JavaNumber, longOf } from '../values/java-number.ts'
import { isNumber, NumberKind, toDouble, toInt, toLong } from '../values/number-kind.ts'
import { bounded } from '../values/number-size.ts'
import { type Method, type MethodTable, method, otherClass, type ParameterType } from './method.ts'
import { parseDouble, parseWhole } from './parse-number.ts'

/**
 * Java's number classes, static methods included: they are called on an instance, as in `$Integer.parseInt("42")` where
 * `$Integer` is any int. byteValue and shortValue give ints: nothing else of Byte and Short can be seen in a template.
 */
type NumberMethods = readonly (readonly [string, readonly Method<JavaNumber>[]])[]

function number(value: unknown): JavaNumber {
  if (!isNumber(value)) throw nullPointer('the number')
  return value
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw nullPointer('the String')
  return value
}

function intOf(value: bigint): number {
  return Number(BigInt.asIntN(32, value))
}

function common(own: ParameterType): NumberMethods {
  return [
    ['intValue', [method([], (value) => toInt(value))]],
    ['longValue', [method([], (value) => longOf(toLong(value)))]],
    ['doubleValue', [method([], (value) => doubleOf(toDouble(value)))]],
    ['floatValue', [method([], (value) => new JavaFloat(toDouble(value)))]],
    ['shortValue', [method([], (value) => (toInt(value) << 16) >> 16)]],
    ['byteValue', [method([], (value) => (toInt(value) << 24) >> 24)]],
    ['equals', [method(['Object'], (value, [other], { meter }) => javaEquals(value, other, meter))]],
    ['hashCode', [method([], (value, _args, { meter }) => hashCode(value, meter))]],
    [
      'compareTo',
      [method([own], (value, [other], { meter }) => compareNumbers(value, number(other), meter)), otherClass()],
    ],
  ]
}

function inRadix(value: JavaNumber, radix: number, bits: number): string {
  return BigInt.asUintN(bits, toLong(value)).toString(radix)
}

function signed(value: bigint, radix: number): string {
  return value.toString(radix >= 2 && radix <= 36 ? radix : 10)
}

/** Integer's or Long's: their names differ in the type alone. */
function whole(type: 'int' | 'long', bits: 32 | 64, parse: string): NumberMethods {
  const wrap = (value: bigint) => (bits === 32 ? intOf(value) : longOf(value))
  const parsed = (source: string, radix = 10) => wrap(parseWhole(source, radix, bits))
  return [
    [
      'toString',
      [
        method([], (value, _args, { print }) => print(value)),
        method([type], (_value, [other]) => toLong(number(other)).toString()),
        method([type, 'int'], (_value, [other, radix]) => signed(toLong(number(other)), toInt(number(radix)))),
      ],
    ],
    [
      parse,
      [
        method(['String'], (_value, [source]) => parsed(text(source))),
        method(['String', 'int'], (_value, [source, radix]) => parsed(text(source), toInt(number(radix)))),
      ],
    ],
    [
      'valueOf',
      [
        method([type], (_value, [other]) => wrap(toLong(number(other)))),
        method(['String'], (_value, [source]) => parsed(text(source))),
        method(['String', 'int'], (_value, [source, radix]) => parsed(text(source), toInt(number(radix)))),
      ],
    ],
    ['toHexString', [method([type], (_value, [other]) => inRadix(number(other), 16, bits))]],
    ['toOctalString', [method([type], (_value, [other]) => inRadix(number(other), 8, bits))]],
    ['toBinaryString', [method([type], (_value, [other]) => inRadix(number(other), 2, bits))]],
    ['max', [method([type, type], (_value, [a, b]) => wrap(larger(toLong(number(a)), toLong(number(b)))))]],
    ['min', [method([type, type], (_value, [a, b]) => wrap(-larger(-toLong(number(a)), -toLong(number(b)))))]],
    ['sum', [method([type, type], (_value, [a, b]) => wrap(toLong(number(a)) + toLong(number(b))))]],
    ['compare', [method([type, type], (_value, [a, b], { meter }) => compareNumbers(number(a), number(b), meter))]],
    ['signum', [method([type], (_value, [other], { meter }) => compareNumbers(number(other), 0, meter))]],
    ['bitCount', [method([type], (_value, [other]) => inRadix(number(other), 2, bits).replaceAll('0', '').length)]],
    ['reverse', [method([type], (_value, [other]) => wrap(reverse(number(other), bits)))]],
  ]
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b
}

function reverse(value: JavaNumber, bits: number): bigint {
  const digits = inRadix(value, 2, bits).padStart(bits, '0')
  return BigInt(`0b${digits.split('').reverse().join('')}`)
}

/** Double's or Float's. */
function floating(type: 'double' | 'float', parse: string): NumberMethods {
  const own = type === 'double' ? 'Double' : 'Float'
  const wrap = (value: number) => (type === 'float' ? new JavaFloat(value) : doubleOf(value))
  const double = (value: unknown) => toDouble(number(value))
  return [
    [
      'toString',
      [
        method([], (value, _args, { print }) => print(value)),
        method([type], (_value, [other], { print }) => print(wrap(double(other)))),
      ],
    ],
    [parse, [method(['String'], (_value, [source]) => wrap(parseDouble(text(source))))]],
    [
      'valueOf',
      [
        method([type], (_value, [other]) => wrap(double(other))),
        method(['String'], (_value, [source]) => wrap(parseDouble(text(source)))),
      ],
    ],
    [
      'isNaN',
      [
        method([], (value) => Number.isNaN(toDouble(value))),
        method([type], (_value, [other]) => Number.isNaN(double(other))),
      ],
    ],
    [
      'isInfinite',
      [
        method([], (value) => Math.abs(toDouble(value)) === Number.POSITIVE_INFINITY),
        method([type], (_value, [other]) => Math.abs(double(other)) === Number.POSITIVE_INFINITY),
      ],
    ],
    ['isFinite', [method([type], (_value, [other]) => Number.isFinite(double(other)))]],
    ['max', [method([type, type], (_value, [a, b]) => wrap(Math.max(double(a), double(b))))]],
    ['min', [method([type, type], (_value, [a, b]) => wrap(Math.min(double(a), double(b))))]],
    ['sum', [method([type, type], (_value, [a, b]) => wrap(double(a) + double(b)))]],
    ['compare', [method([type, type], (_value, [a, b]) => compareDoubles(double(a), double(b)))]],
    ['compareTo', [method([own], (value, [other]) => compareDoubles(toDouble(value), double(other))), otherClass()]],
    ['toHexString', [method([type], (_value, [other]) => hexadecimal(double(other), type === 'float' ? -126 : -1022))]],
  ]
}

/** Double.compare: -0.0 is less than 0.0, and NaN greater than all others. */
function compareDoubles(a: number, b: number): number {
  if (a < b) return -1
  if (a > b) return 1
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return Number(Object.is(b, -0)) - Number(Object.is(a, -0))
}

/** Double.toHexString: `0x1.8p1`; below the least exponent `0x0.8p-1022`. */
function hexadecimal(value: number, leastExponent: number): string {
  if (!Number.isFinite(value)) return String(value)
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  const size = Math.abs(value)
  if (size === 0) return `${sign}0x0.0p0`
  let exponent = Math.max(leastExponent, Math.floor(Math.log2(size)))
  // The logarithm may be rounded up.
  if (exponent > leastExponent && size / 2 ** exponent < 1) exponent--
  let rest = size / 2 ** exponent
  let digits = ''
  const whole = Math.floor(rest)
  for (rest -= whole; rest > 0; rest %= 1) {
    rest *= 16
    digits += Math.floor(rest).toString(16)
  }
  return `${sign}0x${whole}.${digits === '' ? '0' : digits}p${exponent}`
}

type BigOperation = (a: bigint, b: bigint) => bigint

function divisor(value: bigint): bigint {
  if (value === 0n) throw new JavaException('ArithmeticException', 'BigInteger divide by zero')
  return value
}

function bigMethod(operation: BigOperation): readonly Method<JavaNumber>[] {
  return [method(['BigInteger'], (value, [other]) => bounded(operation(big(value), big(other))))]
}

function big(value: unknown): bigint {
  if (typeof value !== 'bigint') throw nullPointer('the BigInteger')
  return bounded(value)
}

const bigInteger: NumberMethods = [
  ...common('BigInteger'),
  [
    'toString',
    [
      method([], (value) => big(value).toString()),
      method(['int'], (value, [radix]) => signed(big(value), toInt(number(radix)))),
    ],
  ],
  ['add', bigMethod((a, b) => a + b)],
  ['subtract', bigMethod((a, b) => a - b)],
  ['divide', bigMethod((a, b) => a / divisor(b))],
  ['remainder', bigMethod((a, b) => a % divisor(b))],
  ['max', bigMethod(larger)],
  ['min', bigMethod((a, b) => -larger(-a, -b))],
  ['negate', [method([], (value) => -big(value))]],
  ['abs', [method([], (value) => larger(big(value), -big(value)))]],
  ['signum', [method([], (value, _args, { meter }) => compareNumbers(value, 0n, meter))]],
]

/** By class. */
export const numberMethods: Readonly<Record<NumberKind, MethodTable<JavaNumber>>> = {
  [NumberKind.INTEGER]: new Map([...common('Integer'), ...whole('int', 32, 'parseInt')]),
  [NumberKind.LONG]: new Map([...common('Long'), ...whole('long', 64, 'parseLong')]),
  [NumberKind.DOUBLE]: new Map([...common('Double'), ...floating('double', 'parseDouble')]),
  [NumberKind.FLOAT]: new Map([...common('Float'), ...floating('float', 'parseFloat')]),
  [NumberKind.BIG_INTEGER]: new Map(bigInteger),
  [NumberKind.BIG_DECIMAL]: new Map([
    ...common('BigDecimal'),
    ['toString', [method<JavaNumber>([], (value, _args, { print }) => print(value))]] as const,
  ]),
}
