import { compile } from '../../packages/velocity/src/index.ts'
import { median } from '../median.ts'
import { engineContext } from './engine-context.ts'
import { event, type MappingEvent, type Order, template } from './mapping.ts'

export interface ScalingResult {
  /** Milliseconds to compile 32 KB: the first of the process, and the median. */
  readonly compile: { readonly first: number; readonly median: number }
  /** Milliseconds for so many times as much, divided by that: flat where time is linear. */
  readonly linearity: readonly Linearity[]
}

interface Linearity {
  readonly times: number
  readonly compile: number
  /** Rendering a template that is so many times as long. */
  readonly template: number
  /** Rendering with so many times as many items. */
  readonly input: number
}

const ROUNDS = 21
/** Milliseconds before each measurement. */
const WARM_UP = 1000
const KILOBYTES = 32
const TIMES = [1, 10, 100]

/** How long our engine takes to compile, and that time grows as the template and the input do and no faster. */
export function benchScaling(): ScalingResult {
  const long = template.repeat(Math.ceil((KILOBYTES * 1024) / template.length)).slice(0, KILOBYTES * 1024)
  // The last copy is cut: it must end where a copy of the template ends.
  const source = long.slice(0, long.lastIndexOf('\n}\n') + 3).padEnd(KILOBYTES * 1024)
  const compileIt = () => compile(source, { dialect: 'velocity' })
  const first = timed(compileIt)
  return {
    compile: { first, median: median(Array.from({ length: ROUNDS * 5 }, () => timed(compileIt))) },
    linearity: TIMES.map(linearity),
  }
}

function linearity(times: number): Linearity {
  const source = template.repeat(times)
  const once = compile(template, { dialect: 'velocity' })
  const often = compile(source, { dialect: 'velocity' })
  const context = engineContext(event)
  const larger = engineContext(withItems(times))
  return {
    times,
    compile: perUnit(times, () => compile(source, { dialect: 'velocity' })),
    template: perUnit(times, () => often.render(context)),
    input: perUnit(times, () => once.render(larger)),
  }
}

/** The median of rounds in which each does about as much work, after a second that warms up. */
function perUnit(times: number, work: () => unknown): number {
  const repeats = Math.max(1, Math.round(200 / times))
  const round = () => {
    for (let index = 0; index < repeats; index++) work()
  }
  const begin = performance.now()
  while (performance.now() - begin < WARM_UP) round()
  return median(Array.from({ length: ROUNDS }, () => timed(round))) / repeats / times
}

/** The event with so many times as many items, tags and parameters. */
function withItems(times: number): MappingEvent {
  const order = JSON.parse(event.body) as Order
  const repeat = <T>(list: readonly T[]) => Array.from({ length: times }, () => list).flat()
  const querystring = Object.entries(event.params.querystring)
  const copies = Array.from({ length: times }, (_, copy) =>
    querystring.map(([name, value]) => [`${name}${copy}`, value] as const),
  )
  return {
    ...event,
    body: JSON.stringify({ ...order, items: repeat(order.items), tags: repeat(order.tags) }),
    params: { ...event.params, querystring: Object.fromEntries(copies.flat()) },
  }
}

function timed(work: () => unknown): number {
  const begin = performance.now()
  work()
  return performance.now() - begin
}
