import { describe, expect, test } from 'vitest'
import { type CompileOptions, type Context, compile, HostObject, parseJson, toJson, VelocityError } from './index.ts'

/** What a template comes to: its output, or the kind of its error with the budget or the message. Nothing else is thrown. */
function outcomeOf(source: string, context: Context = {}, options: CompileOptions = {}): string {
  try {
    return compile(source, options).render(context)
  } catch (error) {
    if (!(error instanceof VelocityError)) throw error
    return error.kind === 'budget'
      ? `budget: ${error.budget ?? ''}`
      : `${error.kind}: ${error.problems[0]?.message ?? ''}`
  }
}

/** The steps that a rendering takes: the fewest that are enough for it. */
function stepsOf(source: string, context: () => Context = () => ({})): number {
  let [few, enough] = [0, 1_000_000]
  while (enough - few > 1) {
    const middle = (few + enough) >> 1
    const isEnough = outcomeOf(source, context(), { maxSteps: middle }) !== 'budget: steps'
    if (isEnough) enough = middle
    else few = middle
  }
  return enough
}

const loop = (body: string, rounds = 300_000) => `#foreach($i in [1..${rounds}])${body}#end`
const chars = (length: number, text = '0123456789abcdef') =>
  `#set($s = "${text}")#set($s = $s.repeat(${Math.floor(length / text.length)}))`
const members = (count: number): Record<string, number> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i]))
/** A list of nothing but itself twice, sixty deep: it would print as more than all memories hold. */
const doubled = '#set($l = [])#foreach($i in [1..60])#set($l = [$l, $l])#end'
const sparse = () => {
  const list: unknown[] = []
  list.length = 4_294_967_295
  return list
}
const big = '#set($b = 99999999999999999999999)#foreach($i in [1..6])#set($b = $b * $b)#end'

describe('what does not compile', () => {
  test.each([
    '#set($a = $#0)',
    '$a.b($#1)',
    '#m($#1)',
    '#set($l = [$#1..3])',
    '#set($l = [$!#1])',
    '#set($l = [$\\!#1])',
    '$a[$#1]',
    '#set($a = $#1.5)',
  ])('%s is no number', (source) => {
    expect(outcomeOf(source)).toMatch(/^syntax: .*is not a number$/)
  })

  test.each<[what: string, source: string, message: string]>([
    ['digits', `#set($a = ${'9'.repeat(1001)})`, 'a whole number of more than 1000 digits'],
    ['members', `$a${'.b'.repeat(1001)}`, 'a reference of more than 1000 members and indexes'],
    ['indexes', `$a${'[0]'.repeat(1001)}`, 'a reference of more than 1000 members and indexes'],
    ['conditions', `#if(true)${'#elseif(true)'.repeat(1000)}#end`, 'an #if of more than 1000 conditions'],
    ['a word', `#stop(${'a'.repeat(1_000_000)})`, `#stop takes no bare word: found "${'a'.repeat(60)}…"`],
    ['a number', `#set($a = #${'1'.repeat(1_000_000)})`, `"#${'1'.repeat(59)}…" is not a number`],
    ['a parameter', `#macro(m ${'a'.repeat(1_000_000)})#end`, `are references: $${'a'.repeat(60)}…`],
  ])('too many: %s', (_what, source, message) => {
    const outcome = outcomeOf(source)
    expect(outcome).toMatch(/^syntax: /)
    expect(outcome).toContain(message)
    expect(outcome.length).toBeLessThan(200)
  })

  test.each(['#set($a = )\n', '#set($a = "#if(1)")\n', '#break(1, 2)\n', '#set($a = "$b.c(")\n'])(
    'no more than twenty problems are told: %j',
    (line) => {
      const problems = () => {
        try {
          compile(line.repeat(5000))
        } catch (error) {
          return error instanceof VelocityError ? error.problems.length : undefined
        }
        return undefined
      }
      expect(problems()).toBe(20)
    },
  )
})

describe('what ends at a budget', () => {
  const cases: readonly (readonly [budget: string, source: string, context?: () => Context])[] = [
    // Lists within each other.
    ['steps', `${doubled}$l`],
    ['steps', `${doubled}$l.hashCode()`],
    ['steps', `${doubled.replaceAll('$l', '$k')}${doubled}#if($l == $k)#end`],
    ['steps', `${doubled}#set($ok = $m.put($l, 1))`, () => ({ m: {} })],
    ['steps', `${doubled.replaceAll('$l', '$k')}${doubled}#set($m = {})#set($m[$k] = 1)$m.get($l)`],
    ['steps', '#set($l = {})#foreach($i in [1..60])#set($l = {"a": $l, "b": $l})#end$l'],
    // Lists.
    ...[
      '$l.indexOf("x")',
      '$l.lastIndexOf("x")',
      '$l.contains("x")',
      '$l.subList(0, 100000)',
      '$l.clone()',
      '$l.toArray()',
      '$l.hashCode()',
      '$l.equals([1..100000])',
    ].map((call): [string, string] => ['steps', `#set($l = [1..100000])${loop(`#set($k = ${call})`)}`]),
    ['steps', `#set($l = [1..100000])${loop('#if($l == "x")#end')}`],
    ['steps', '#set($k = $l.indexOf(1))', () => ({ l: sparse() })],
    ['steps', '#set($k = $l.clone())', () => ({ l: sparse() })],
    ['steps', '#foreach($i in $l)#end', () => ({ l: sparse() })],
    ['output bytes', '$l', () => ({ l: sparse() })],
    // Maps.
    ['steps', loop('#set($x = $m.size())'), () => ({ m: members(10_000) })],
    ['steps', loop('#set($x = $m[-1])'), () => ({ m: members(10_000) })],
    ['steps', loop('#set($x = $m.containsValue(2))'), () => ({ m: members(10_000) })],
    ['steps', loop('#set($x = $m.clone())'), () => ({ m: members(10_000) })],
    ['steps', loop('#foreach($j in $m)#break#end'), () => ({ m: members(10_000) })],
    ['steps', loop('#if($m.entrySet().empty)#end'), () => ({ m: members(10_000) })],
    ['steps', `#set($m = {})${loop('#set($x = $m.put([$i], 1))')}`],
    ['steps', `#set($m = {})${loop('#set($x = $m.put($i.longValue(), 1))')}`],
    ['steps', `#set($m = {})${loop('#set($k = $i * 18446744073709551616)#set($x = $m.put($k, 1))')}`],
    // Texts.
    ...[
      '$s.isBlank()',
      '$s.blank',
      '$s.trim()',
      '$s.toUpperCase()',
      '$s.equalsIgnoreCase($t)',
      '$s.equals($t)',
      '$s.compareTo($t)',
      '$s.hashCode()',
      '$s.indexOf("zz")',
      '$s.lastIndexOf("zz")',
      '$s.contains("zz")',
      '$s.startsWith($t)',
      '$s.codePointCount(0, 800000)',
      '$s.stripIndent()',
      '$s.toCharArray()',
      '$s.replace("", "x")',
      '$s.split("0")',
      '$h.echo($s)',
    ].map((call): [string, string, () => Context] => [
      'steps',
      `${chars(800_000)}#set($t = $s.replace("0", "0"))${loop(`#set($k = ${call})`)}`,
      () => ({ h: new HostObject({ echo: () => 1 }) }),
    ]),
    ['steps', `${chars(800_000)}#set($t = $s.replace("0", "0"))${loop('#if($s == $t)#end')}`],
    ['steps', loop('#set($k = $h.text())'), () => ({ h: new HostObject({ text: () => 'x'.repeat(100_000) }) })],
    // What is found only after both lengths multiplied.
    ['steps', `${chars(3_000_000, 'a')}#set($t = $s.concat("b").concat($s))${loop('#set($k = $t.indexOf($s, 1))')}`],
    // Patterns.
    ['regex steps', `${chars(60_000)}${loop('#set($k = $s.matches($s))')}`],
    ['regex steps', `${chars(2_000, '(a|b)')}${loop('#set($k = $i.toString().matches($s))')}`],
    ['regex steps', `${chars(900, '[a-z]{1,3}')}${loop('#set($k = $s.matches($s.concat("$i")))')}`],
    ['regex steps', `${chars(4_000_000, 'b')}#set($a = "a")${loop('#set($k = $a.replaceFirst("a", $s))')}`],
    // Big numbers.
    ['steps', `${big}${loop('#set($c = $b / 3)')}`],
    ['steps', `${big}${loop('#set($c = "$b")')}`],
    ['steps', `${big}${loop('#set($c = $b.toString(7))')}`],
    ['steps', `${big}${loop('#set($c = $b.hashCode())')}`],
    ['steps', `${big}${loop('#if($b < 1.5)#end')}`],
    // Arguments by name, and much in one step.
    [
      'steps',
      `${Array.from({ length: 5 }, (_, i) => `#macro(m${i} $x)#m${i + 1}([${'$x,'.repeat(99)}$x])#end`).join('')}#macro(m5 $x)#set($y = $x)#end#m0(1)`,
    ],
    ['steps', loop(`#set($x = $a.b(${'1,'.repeat(10_000)}1))`), () => ({ a: [] })],
    ['steps', loop(`#set($x = $a${'.a'.repeat(900)})`)],
    ['steps', loop(`#if(${'$a == 1 || '.repeat(200)}$a == 2)#end`)],
    ['steps', loop(`#if($a)${'#elseif($a)'.repeat(900)}#end`)],
    ['steps', `${'#foreach($a in [1])'.repeat(200)}${loop('$!foreach.nope', 100_000)}${'#end'.repeat(200)}`],
    ['steps', `${'#foreach($a in [$none])'.repeat(200)}${loop('$!zz', 100_000)}${'#end'.repeat(200)}`],
    ['steps', loop('#foreach($j in [1, 2])#break($foreach)#end')],
    [
      'depth',
      '$h.deep()',
      () => ({
        h: new HostObject({
          deep: function deep(): number {
            return deep() + 1
          },
        }),
      }),
    ],
  ]
  const titled = cases.map(([budget, source, context]) => [budget, source.slice(-100), source, context] as const)
  test.each(titled)('%s: %s', (budget, _title, source, context = () => ({})) => {
    expect(outcomeOf(source, context())).toBe(`budget: ${budget}`)
  })
})

describe('what costs in proportion', () => {
  test.each<[what: string, source: string, context: () => Context, least: number, most: number]>([
    ['a loop over a plain object', '#foreach($v in $m)#end', () => ({ m: members(5000) }), 10_000, 11_000],
    [
      'equal sets of keys',
      '#if($m.keySet().equals($n.keySet()))#end',
      () => ({ m: members(5000), n: members(5000) }),
      5_000,
      30_000,
    ],
    ['equal maps', '#if($m == $n)#end', () => ({ m: members(5000), n: members(5000) }), 5_000, 30_000],
    [
      'a text, bit by bit',
      '#foreach($i in [1..1000])$s.charAt($i)$s.substring($i, $i)$s.indexOf("1", $i)#end',
      () => ({ s: '01'.repeat(50_000) }),
      5_000,
      12_000,
    ],
    ['a printed list', '$l', () => ({ l: Array.from({ length: 10_000 }, () => 1) }), 1_800, 2_000],
    ['a member', '$a.b', () => ({ a: { b: 1 } }), 1, 1],
    ['an item in front', '#foreach($i in [1..100])$!l.add(0, $i)#end', () => ({ l: [] }), 300, 1_000],
    [
      'many items in front',
      '$l.addAll(0, $k)',
      () => ({ l: [1], k: Array.from({ length: 200_000 }, (_, i) => i) }),
      200_000,
      210_000,
    ],
    [
      'a text looked for in a text',
      '$s.lastIndexOf($t)',
      () => ({ s: 'a'.repeat(1_000_000), t: `b${'a'.repeat(500_000)}` }),
      90_000,
      100_000,
    ],
  ])('%s', (_what, source, context, least, most) => {
    const steps = stepsOf(source, context)
    expect(steps).toBeGreaterThanOrEqual(least)
    expect(steps).toBeLessThanOrEqual(most)
  })
})

describe('what has a result all the same', () => {
  const frozen = () => ({ l: Object.freeze([1]), o: Object.freeze({ y: 1 }), s: sparse() })
  test.each<[source: string, context: () => Context, outcome: string | RegExp]>([
    ...[
      '$l.add(1)',
      '$l.add(0, 1)',
      '$l.addAll([1])',
      '$l.set(0, 1)',
      '#set($l[0] = 2)',
      '$l.clear()',
      '$l.remove(0)',
    ].map((source): [string, () => Context, RegExp] => [source, frozen, /^evaluation: UnsupportedOperationException/]),
    ...['#set($o.y = 2)', '$o.put("x", 2)', '$o.remove("y")', '$o.clear()', '$s.add(1)'].map(
      (source): [string, () => Context, RegExp] => [source, frozen, /^evaluation: UnsupportedOperationException/],
    ),
    ['#set($ok = $m.put($k, 1))$m', () => ({ m: {}, k: { toString: () => 'own' } }), '{{}=1}'],
    ['#set($ok = $m.put([1, {"a": 2}], 1))$m', () => ({ m: {} }), '{[1, {a=2}]=1}'],
    ['#set($ok = $m.put($k, 1))', () => ({ m: {}, k: Object.create(null) as object }), ''],
    [
      '$x',
      () => ({
        x: new (class {
          printWith() {
            return 'called'
          }
        })(),
      }),
      /^evaluation: a template cannot use/,
    ],
    ['$x', () => ({ x: Symbol('x') }), /^evaluation: a template cannot use a symbol/],
    [
      '$d.parseDouble($s)',
      () => ({ d: 1.5, s: `${'1'.repeat(40_000)}x` }),
      /^evaluation: NumberFormatException.{1,120}$/,
    ],
    ['$d.parseDouble($s)', () => ({ d: 1.5, s: `${'1'.repeat(900)}x` }), /^evaluation: NumberFormatException.{1,120}$/],
    ['$i.parseInt($s)', () => ({ i: 1, s: '1'.repeat(1_000_000) }), /^evaluation: NumberFormatException.{1,120}$/],
    [
      '#set($y = $x + $x)',
      () => ({ x: 10n ** 300_000n }),
      /^evaluation: ArithmeticException: a number of more than 2000/,
    ],
    ['$x', () => ({ x: 10n ** 300_000n }), /^evaluation: ArithmeticException: a number of more than 2000/],
    [
      '#set($y = 99999999999999999999)#foreach($i in [1..20])#set($y = $y * $y)#end',
      () => ({}),
      /^evaluation: Arithmetic/,
    ],
    ['$s.stripIndent().length()', () => ({ s: 'x\n'.repeat(200_000) }), '400000'],
    ['$l.addAll(0, $l) $l.size()', () => ({ l: Array.from({ length: 150_000 }, () => 1) }), 'true 300000'],
    ['$s.replace("aa", "b") $s.replace("", "-")', () => ({ s: 'aaa' }), 'ba -a-a-a-'],
    [
      '$s.indexOf($t) $s.lastIndexOf($t) $s.indexOf($t, 3)',
      () => ({ s: 'ab'.repeat(99), t: 'ab'.repeat(49) }),
      '0 100 4',
    ],
    ['#foreach($v in $m)$!m.remove("a")#end', () => ({ m: { a: 1, b: 2 } }), /^evaluation: ConcurrentModification/],
    ['$s.matches($s)', () => ({ s: `${'a'.repeat(5000)}(` }), /^evaluation: PatternSyntaxException: .{1,150}$/],
    ['#break("$s")', () => ({ s: 1 }), /^evaluation: .* is not the scope of a loop$/],
  ])('%s', (source, context, outcome) => {
    const found = outcomeOf(source, context())
    expect([found, typeof outcome === 'string' ? found === outcome : outcome.test(found)]).toEqual([found, true])
  })
})

describe('what a host throws', () => {
  const throwing = (thrown: unknown) => ({
    get a(): unknown {
      throw thrown
    },
  })
  const revoked = () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    return proxy
  }
  const withoutMessage = Object.defineProperty(new Error('x'), 'message', {
    get() {
      throw new Error('nested')
    },
  })
  const stubborn = {
    toString() {
      throw new Error('inner')
    },
  }
  test.each<[what: string, context: Context]>([
    ['null', { x: throwing(null) }],
    ['a symbol', { x: throwing(Symbol('s')) }],
    ['an object without a prototype', { x: throwing(Object.create(null)) }],
    ['an object that has no text', { x: throwing(stubborn) }],
    ['an error that has no message', { x: throwing(withoutMessage) }],
    ['a revoked proxy', { x: throwing(revoked()) }],
    ['from the context itself', throwing(new TypeError('boom'))],
    ['from a revoked proxy', { x: revoked() }],
    ['from a context that is one', revoked()],
  ])('%s', (_what, context) => {
    expect(outcomeOf('$x.a $a', context)).toMatch(/^evaluation: ./)
    expect(outcomeOf('$x.b() $a', { x: { b: () => throwing(context).a }, a: 1 })).toMatch(/^evaluation: ./)
  })
})

test('JSON texts are bounded, too', () => {
  let list: unknown = []
  for (let i = 0; i < 60; i++) list = [list, list]
  expect(() => toJson(list)).toThrow('more than 16777216 characters')
  expect(() => toJson(10n ** 3000n)).toThrow('more than 2000 digits')
  const json = parseJson(`[${'[],'.repeat(1000)}1]`)
  const nested = '#set($l = $j)#foreach($i in [1..40])#set($l = [$l, $l])#end$l'
  expect(outcomeOf(nested, { j: json }, { dialect: 'api-gateway' })).toBe('budget: steps')
})
