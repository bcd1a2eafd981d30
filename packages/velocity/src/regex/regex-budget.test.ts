import { expect, test } from 'vitest'
import { compilePattern } from './java-pattern.ts'
import { RegexBudgetError } from './regex-budget.ts'
import { replaceAll, split } from './string-methods.ts'

const SIZE = 10_000
const as = 'a'.repeat(SIZE)

/** The steps that something takes, with all the world's patience. */
function stepsOf(run: (budget: { steps: number }) => unknown): number {
  const budget = { steps: 1_000_000_000 }
  run(budget)
  return 1_000_000_000 - budget.steps
}

function endsForBudget(run: () => unknown): boolean {
  try {
    run()
    return false
  } catch (error) {
    if (error instanceof RegexBudgetError) return true
    throw error
  }
}

// Where what follows a place in a pattern hangs on the position only, nothing is tried twice.
test.each<[pattern: string, text: string, matches: boolean]>([
  ['(a|b)*', as, true],
  ['(a|b)*?', as, true],
  ['(?:a|b)*+', as, true],
  ['(a+)+$', `${as}!`, false],
  ['(a|a)*b', as, false],
  ['(a|aa)+b', as, false],
  ['(.*)*x', as, false],
  ['(.*?)*?x', as, false],
  ['(a*)*b', as, false],
  ['((a*)*)*b', as, false],
  ['(?:a*?)*?b', as, false],
  ['(?:a|b|ab)*(?:a|b|ab)*c', as, false],
  ['([a-z]+)*=', as, false],
  ['(x+x+)+y', 'x'.repeat(SIZE), false],
  ['a*a*a*a*a*a*a*a*b', as, false],
  ['.*.*=.*', as, false],
  ['(?:(?:a|b)*)*c', as, false],
  ['(?=(?:a+)+$)b?.*', `${as}!`, false],
  ['(?:ab)*x', 'ab'.repeat(SIZE / 2), false],
  ['(?:[^"\\\\]|\\\\.)*', as, true],
  ['\\p{L}+\\s', '漢字'.repeat(SIZE / 2), false],
])('%s takes steps in proportion to the text', (source, text, matches) => {
  const pattern = compilePattern(source)
  const whole = stepsOf((budget) => expect(pattern.matches(text, budget)).toBe(matches))
  expect(whole).toBeLessThan(50 * SIZE)
  expect(stepsOf((budget) => pattern.find(text, 0, budget))).toBeLessThan(50 * SIZE)
})

test.each<[pattern: string, text: string]>([
  ['(?:a{0,10}){0,10}b', 'a'.repeat(200)],
  ['(?:(|b?(?:.)?)*){1,3}(?=(a)|)x', as],
  ['(?:(?:a|b){1,9}){1,9}c', 'ab'.repeat(100)],
  ['(?:(?:a{0,3}|b){0,3}){2,}c', 'a'.repeat(200)],
])('%s takes steps in proportion to the text and its counts', (source, text) => {
  expect(stepsOf((budget) => compilePattern(source).find(text, 0, budget))).toBeLessThan(1_000 * text.length)
})

test.each<[pattern: string, text: string]>([
  ['(a+)+\\1b', 'a'.repeat(60)],
  ['(?:(a|b)\\1?)*c', 'ab'.repeat(60)],
  ['(?:(?=(a+))a+)+b', 'a'.repeat(60)],
  ['(?<=(?:a{0,9}a{0,9}a{0,9}a{0,9})b)c', 'ac'.repeat(5_000)],
  ['(?=(a|aa)+$)(a|aa)+\\1$', `${'a'.repeat(100)}b`],
  ['(){2000000000}', ''],
  ['(?:\\b){2000000000}', 'a'],
  ['(?<=a.*b)c', `${'a'.repeat(20_000)}c`.repeat(3)],
  ['(.*)(.*)(.*)\\1\\2\\3x', as],
])('%s ends, with an answer or for its budget', (source, text) => {
  const budget = { steps: 100_000 }
  const isOver = endsForBudget(() => compilePattern(source).find(text, 0, budget))
  expect(isOver).toBe(budget.steps < 0)
  // No single step goes far beyond what was left.
  expect(budget.steps).toBeGreaterThan(-text.length - 2)
})

test('no text is too long for the stack', () => {
  const text = 'ab'.repeat(100_000)
  for (const source of ['(a|b)*', '(?:a|b)*?', '((a)|(b))*', '(?:(?:a)|b)*+', '(?:ab)*', '(?=(a|b)*)(?:a|b)*']) {
    expect(compilePattern(source).matches(text, { steps: 5_000_000 })).toBe(true)
  }
})

test('a set that is costly to ask ends a long run of characters, too', () => {
  const costly = compilePattern(`[${'一-丁'.repeat(2_000)}]*`)
  expect(endsForBudget(() => compilePattern(`[^${'一-丁'.repeat(2_000)}]*`).find('漢'.repeat(100_000)))).toBe(true)
  expect(costly.matches('一一')).toBe(true)
})

test('without a budget there is one', () => {
  const pattern = compilePattern('(a+)+\\1b')
  expect(() => pattern.matches('a'.repeat(100))).toThrow(RegexBudgetError)
  expect(() => replaceAll('a'.repeat(100), pattern, '')).toThrow(RegexBudgetError)
  expect(() => split('a'.repeat(100), pattern)).toThrow(RegexBudgetError)
})

test('the budget that there is takes an ordinary pattern through a long text', () => {
  expect(compilePattern('(a|b)*').matches('a'.repeat(100_000))).toBe(true)
  expect(compilePattern('(a+)+$').matches(`${'a'.repeat(50_000)}!`)).toBe(false)
})

test('what is common costs little', () => {
  const json = JSON.stringify(Array.from({ length: 2_000 }, (_, id) => ({ id, mail: `user${id}@example.org` })))
  expect(stepsOf((budget) => replaceAll(json, compilePattern('"'), "'", budget))).toBeLessThan(json.length)
  expect(stepsOf((budget) => replaceAll(json, compilePattern('[\\s"]+'), '', budget))).toBeLessThan(2 * json.length)
  expect(stepsOf((budget) => split(json, compilePattern(','), 0, budget))).toBeLessThan(json.length)
  expect(stepsOf((budget) => compilePattern('(?s).*').matches(json, budget))).toBeLessThan(json.length)
  expect(stepsOf((budget) => compilePattern('^x').find(json, 0, budget))).toBeLessThan(10)
  expect(stepsOf((budget) => compilePattern('nowhere').find(json, 0, budget))).toBeLessThan(json.length / 8)
})

test('patterns that are too large are not compiled', () => {
  expect(() => compilePattern('a'.repeat(10_000))).toThrow(RegexBudgetError)
  expect(() => compilePattern('('.repeat(5_000))).toThrow(RegexBudgetError)
  expect(() => compilePattern('['.repeat(5_000))).toThrow(RegexBudgetError)
  expect(() => compilePattern('[a&&'.repeat(2_000))).toThrow(RegexBudgetError)
  expect(compilePattern(`${'('.repeat(200)}a${')*'.repeat(200)}`).matches('aaa')).toBe(true)
  expect(compilePattern(`[${'a-cx'.repeat(2_000)}]`).matches('b')).toBe(true)
})
