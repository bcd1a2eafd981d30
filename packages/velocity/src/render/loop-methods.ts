import { type MethodTable, method } from '../methods/method.ts'
import type { LoopScope } from './loop-scope.ts'

function getter(name: string): readonly [ReturnType<typeof method<LoopScope>>] {
  return [method([], (loop, _args, { meter }) => loop.member(name, meter))]
}

/** What `$foreach` answers as a method; all else goes to its map. */
export const loopMethods: MethodTable<LoopScope> = new Map([
  ['getIndex', getter('index')],
  ['getCount', getter('count')],
  ['hasNext', getter('hasNext')],
  ['getHasNext', getter('hasNext')],
  ['isFirst', getter('first')],
  ['getFirst', getter('first')],
  ['isLast', getter('last')],
  ['getLast', getter('last')],
  ['getParent', getter('parent')],
  ['getTopmost', getter('topmost')],
  ['getReplaced', getter('replaced')],
  ['get', [method<LoopScope>(['Object'], (loop, [key], { meter }) => loop.get(key ?? null, meter))]],
])
