import { describe, expect, test } from 'vitest'
import { type CompileOptions, type Context, compile, HostObject, nullLike, parseJson, VelocityError } from './index.ts'

function errorOf(source: string, context: Context = {}, options: CompileOptions = {}): VelocityError {
  try {
    compile(source, options).render(context)
  } catch (error) {
    if (error instanceof VelocityError) return error
    throw error
  }
  throw new Error(`no error: ${source}`)
}

describe('syntax errors', () => {
  test.each<[source: string, line: number, column: number, message: string]>([
    ['#if($a', 1, 7, 'found the end of the template, expected an operator or ")"'],
    ['a\n#if(true)\nb', 2, 1, '#if is not closed: expected #end before the template ends'],
    ['a\r\n  #end', 2, 3, 'found #end, but no block is open'],
    ['#set($a = )', 1, 11, 'found ")", expected a value: a reference, a string'],
    ['#set($a = $b $c)', 1, 14, 'found "$c", expected an operator or ")", which ends the #set'],
    ['#set($a = "x)', 1, 11, 'a string is not closed'],
    ['#set($a = 1 ? 2)', 1, 13, '"?" has no meaning here'],
    ['#set(1 = 2)', 1, 6, 'expected a reference to set'],
    ['cost 5$', 1, 7, 'the template ends too early'],
    ['#macro("m")#end', 1, 8, 'the name of the macro, without quotes'],
    ['#macro', 1, 1, '#macro needs "("'],
    ['#stop(word)', 1, 7, '#stop takes no bare word: found "word"'],
    ['$a.b("x" "y")', 1, 10, 'expected "," or ")"'],
    ['#set($m = {"a" 1})', 1, 16, 'expected ":"'],
    ['#set($a = [1,])', 1, 14, 'found "]", expected a value'],
    ['${a', 1, 4, '"}", which ends the reference'],
    ['#set($a = "\\uZZZZ")', 1, 12, 'four hexadecimal digits'],
    ['#define($a $b)#end', 1, 1, '#define takes one argument'],
    ['#evaluate(1)', 1, 1, '#evaluate takes one argument'],
    ['#set($s = "a#if($x")', 1, 19, 'in this string: found the end of the template'],
  ])('%j', (source, line, column, message) => {
    const error = errorOf(source)
    expect(error.kind).toBe('syntax')
    expect(error.problems[0]?.message).toContain(message)
    expect([error.line, error.column]).toEqual([line, column])
  })

  test('the message shows the place', () => {
    expect(errorOf('{\n  "a": #if($x = 1)\n}').message).toBe(
      'line 2, column 15: found "=", expected an operator or ")", which ends the condition\n' +
        '  "a": #if($x = 1)\n' +
        '              ^',
    )
  })

  test('all that can be told is told, in the order of the lines', () => {
    const { problems } = errorOf('#set($a = )\n#set($b = 1)\n#set($c 2)\ntext\n#set($d = "#if(")\n$x.f(,)')
    expect(problems.map(({ line, column }) => [line, column])).toEqual([
      [1, 11],
      [3, 9],
      [6, 6],
    ])
  })

  test('what is wrong in strings and with directives is told together', () => {
    const { problems } = errorOf('#set($a = "#if")\n#define()x#end\n#evaluate()')
    expect(problems.map(({ line }) => line)).toEqual([1, 2, 3])
  })

  test('a stray #end behind an error is no error of its own', () => {
    expect(errorOf('#if()\nx\n#end\n#foreach($a in $b)\n#end').problems).toHaveLength(1)
  })
})

test.each<[source: string, line: number, column: number, message: string]>([
  ['x\n $l[7]', 2, 4, 'IndexOutOfBoundsException: Index 7 out of bounds for length 1'],
  ['$s.substring(9)', 1, 4, 'StringIndexOutOfBoundsException'],
  ['$s.matches("[")', 1, 4, 'Unclosed character class'],
  ['#macro(m)#m()#end\n#m()', 1, 10, 'is called within more than 20 macros'],
  ["x #evaluate('#if(')", 1, 3, 'in the template that is evaluated: found the end of the template'],
  ['#parse("a.vm")', 1, 1, 'there are no other templates here'],
  ['$when', 1, 1, 'a template cannot use an instance of Date'],
  ['$host.fails()', 1, 7, 'a method of the context failed'],
])('evaluation error: %s', (source, line, column, message) => {
  const host = new HostObject({
    fails: () => {
      throw new Error('with a secret')
    },
  })
  const error = errorOf(source, { s: 'a', l: [1], when: new Date(0), host })
  expect([error.kind, error.line, error.column]).toEqual([
    source.includes('#evaluate') ? 'syntax' : 'evaluation',
    line,
    column,
  ])
  expect(error.message).toContain(message)
  expect(error.message).not.toContain('secret')
})

describe('the dialect of API Gateway', () => {
  const render = (source: string, context: Context = {}) => compile(source, { dialect: 'api-gateway' }).render(context)

  test.each<[source: string, context: Context, expected: string]>([
    ['[$a][${a.b}][$a.c()][$!a]', {}, '[][][][]'],
    ['#macro(m $p)[$p]#end#m($nope)', {}, '[]'],
    ['#if($null == $a)y#end', {}, 'y'],
    ['#foreach($i in [1..2000])x#end|', {}, `${'x'.repeat(1000)}|`],
    ['$l $o.l', { l: parseJson('[1,"a/b",null]'), o: parseJson('{"l":[true]}') }, '[1,"a\\/b",null] [true]'],
    ['$o', { o: parseJson('{"a":[{"b":1.0}],"c":null}') }, '{a=[{"b":1.0}], c=null}'],
    ['#set($l = [1, "a"])$l', {}, '[1, a]'],
    ['[$n][$n.a][$n.size()]#if($n == "")1#end#if($n == $null)2#end#if(!$n)3#end', { n: nullLike }, '[][][]123'],
    ['#set($x = "a")#set($x = $n)[$x]', { n: nullLike }, '[]'],
    ['[$s.class][$s.getClass()][$s.class.name]', { s: 'a' }, '[][][]'],
    ['$m.class', { m: { class: 'own' } }, 'own'],
  ])('%s', (source, context, expected) => {
    expect(render(source, context)).toBe(expected)
  })

  test.each(['evaluate', 'parse', 'include'])('#%s does not compile', (name) => {
    const error = errorOf(`x\n#${name}("a")`, {}, { dialect: 'api-gateway' })
    expect([error.kind, error.line]).toEqual(['syntax', 2])
    expect(error.message).toContain(`#${name} is not available in mapping templates of API Gateway`)
  })
})

describe('contexts', () => {
  test('are plain objects, Maps or nothing', () => {
    expect(compile('$a').render({ a: 1 })).toBe('1')
    expect(compile('$a').render(new Map([['a', 2]]))).toBe('2')
    expect(compile('$a').render(parseJson('{"a":3.0}') as Context)).toBe('3.0')
    expect(compile('$a').render()).toBe('$a')
    expect(compile('$a').render(Object.assign(Object.create(null) as object, { a: 4 }) as Context)).toBe('4')
  })

  test('keep their variables, whatever #set does; lists and maps are live', () => {
    const context = { a: 1, l: [1], m: { k: 1 } }
    expect(compile('#set($a = 2)#set($m.k = 2)$!l.add(2)$a').render(context)).toBe('true2')
    expect(context).toEqual({ a: 1, l: [1, 2], m: { k: 2 } })
  })

  test('a template can be rendered again and again, and forgets what was', () => {
    const template = compile("$!x#set($x = $n)#if($n == 1)#evaluate('#macro(m)$n#end')#end#m()")
    expect(template.render({ n: 1 })).toBe('1')
    expect(template.render({ n: 2 })).toBe('#m()')
  })

  test.each<[source: string, expected: string]>([
    ['$h.body $h.twice("a") $h.sum(1, 2.5, 3) $h.list()[1]', 'text aa 3 b'],
    ['$h', 'printed'],
    ['$h.nope $h.nope() $h.twice $h.body()', '$h.nope $h.nope() $h.twice $h.body()'],
    ['$h.nothing()', '$h.nothing()'],
    ['$o.f("x") $o.f $o.keySet() $o.size()', 'fx $o.f [a] 1'],
  ])('host objects: %s', (source, expected) => {
    const h = new HostObject(
      {
        body: 'text',
        twice: (text) => `${String(text)}${String(text)}`,
        sum: (...numbers) => numbers.length,
        list: () => ['a', 'b'],
        nothing: () => undefined,
      },
      { print: () => 'printed' },
    )
    expect(compile(source).render({ h, o: { a: 1, f: (x: unknown) => `f${String(x)}` } })).toBe(expected)
  })

  test.each([
    '$x.constructor',
    '$x["__proto__"]',
    '$x.toString.constructor',
    '$x.constructor.constructor("return process")()',
    '$x["__proto__"].polluted',
    '$x["constructor"]',
    '$x.get("__proto__")',
    '$x.hasOwnProperty("a")',
    '$x.valueOf()',
    '$h.members',
    '$h.property("a")',
    '$h.print()',
    '$h.constructor',
    '$l.constructor',
    '$l.length',
    '$l.map("a")',
    '$l["__proto__"]',
    '$s.constructor',
    '$s["__proto__"]',
    '$s.at(0)',
    '$f.constructor',
    '$f.call()',
    '$n.toFixed(2)',
    '$foreach.owner',
    '$class.forName("java.lang.Runtime")',
  ])('nothing is reached that is not declared: %s', (source) => {
    const context = {
      x: { a: 1 },
      h: new HostObject({ a: 1 }),
      l: [1],
      s: 'text',
      n: 1.5,
      f: () => 1,
      class: 'a',
    }
    expect(compile(source).render(context)).toBe(source)
  })

  test('a member called __proto__ is a member', () => {
    const context = { x: {} as Record<string, unknown> }
    expect(compile('#set($x["__proto__"] = {"polluted": 1})$x $x.polluted').render(context)).toBe(
      '{__proto__={polluted=1}} $x.polluted',
    )
    expect(Object.getPrototypeOf(context.x)).toBe(Object.prototype)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })
})

describe('budgets', () => {
  const doubling = '#set($s = "aaaaaaaaaaaaaaaa")#foreach($i in [1..40])#set($s = '
  test.each<[budget: string, source: string]>([
    ['steps', '#foreach($i in [1..100000])#foreach($j in [1..100000])#set($x = 1)#end#end'],
    ['steps', '#set($r = [1..2000000000])'],
    ['steps', '#set($l = [1])#foreach($i in [1..40])#set($ok = $l.addAll($l))#end'],
    ['output bytes', `${doubling}$s + $s)#end`],
    ['output bytes', `${doubling}"$s$s")#end`],
    ['output bytes', `${doubling}$s.concat($s))#end`],
    ['output bytes', `${doubling}$s.replace("a", "aa"))#end`],
    ['output bytes', '#set($t = $x.repeat(2000000000))'],
    ['output bytes', '#set($l = ["aaaaaaaaaa"])#foreach($i in [1..40])#set($l = [$l, $l])#end$l'],
    ['depth', `${'#if(true)'.repeat(300)}${'#end'.repeat(300)}`],
    ['depth', `#set($a = ${'('.repeat(300)}1${')'.repeat(300)})`],
    ['depth', `#set($a = 1${' + 1'.repeat(300)})`],
    ['regex steps', '#set($s = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")$s.matches("(a|aa)+\\1x")'],
  ])('%s: %s', (budget, source) => {
    const error = errorOf(source, { x: 'aaaaaaaaaa' }, { maxOutputBytes: 100_000 })
    expect([error.kind, error.budget]).toEqual(['budget', budget])
  })

  test('the output is counted in UTF-8', () => {
    expect(compile('äöü', { maxOutputBytes: 6 }).render()).toBe('äöü')
    expect(errorOf('äöü', {}, { maxOutputBytes: 5 }).budget).toBe('output bytes')
  })

  test.each<[options: CompileOptions, message: string]>([
    [{ maxSteps: 0 }, 'maxSteps is 0: it must be a whole number from 1'],
    [{ maxDepth: 5000 }, 'maxDepth is 5000: it must be a whole number from 1 to 1000'],
    [{ maxOutputBytes: 1.5 }, 'maxOutputBytes is 1.5'],
    [{ dialect: 'twig' as 'velocity' }, 'dialect is "twig": it can be "velocity" or "api-gateway"'],
  ])('%j is refused', (options, message) => {
    expect(() => compile('', options)).toThrow(message)
  })
})
