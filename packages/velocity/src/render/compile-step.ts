import type { IndexStep, MethodStep, PropertyStep, Step } from '../parse/ast.ts'
import { isMap, isPlainObject, JavaArray, MapView, mapSize } from '../values/collections.ts'
import { HostObject } from '../values/host-object.ts'
import { mapGet } from '../values/java-equals.ts'
import { JavaException } from '../values/java-exception.ts'
import { mapPut } from '../values/map-changes.ts'
import type { Meter } from '../values/meter.ts'
import { changing } from '../values/unsupported.ts'
import { callMethod, getIndex, methodsNamed } from './call-method.ts'
import { classOf } from './class-name.ts'
import type { Compiler } from './compiler.ts'
import { LoopScope } from './loop-scope.ts'
import { getProperty, setProperty } from './property.ts'
import type { Rendering } from './rendering.ts'
import type { Scope } from './scope.ts'

/** `.name`, `.name(…)` or `[…]`: from a value that is not null to another, or to none. */
export type Access = (rendering: Rendering, scope: Scope, target: unknown) => unknown
export type Store = (rendering: Rendering, scope: Scope, target: unknown, value: unknown) => void

export function compileStep(compiler: Compiler, step: Step): Access {
  switch (step.type) {
    case 'property':
      return compileProperty(compiler, step)
    case 'method':
      return compileMethod(compiler, step)
    default:
      return compileIndex(compiler, step)
  }
}

function isClassName(name: string): boolean {
  return name === 'class' || name === 'Class'
}

function compileProperty(compiler: Compiler, { name }: PropertyStep): Access {
  if (isClassName(name) && compiler.settings.dialect === 'velocity') {
    return (rendering, _scope, target) => classOf(target) ?? getProperty(target, name, rendering)
  }
  return (rendering, _scope, target) => getProperty(target, name, rendering)
}

function compileMethod(compiler: Compiler, step: MethodStep): Access {
  const at = compiler.offset(step)
  const methods = methodsNamed(step.name)
  const args = step.args.map((arg) => compiler.evaluate(arg))
  if (step.name === 'getClass' && args.length === 0 && compiler.settings.dialect === 'velocity') {
    return (rendering, _scope, target) => classOf(target) ?? callMethod(rendering, target, methods, [])
  }
  const [first] = args
  if (first === undefined) {
    return (rendering, _scope, target) => {
      rendering.at = at
      return callMethod(rendering, target, methods, [])
    }
  }
  if (args.length === 1) {
    return (rendering, scope, target) => {
      const argument = first(rendering, scope)
      rendering.at = at
      return callMethod(rendering, target, methods, [argument])
    }
  }
  return (rendering, scope, target) => {
    rendering.spend(args.length >> 1)
    const values = args.map((arg) => arg(rendering, scope))
    rendering.at = at
    return callMethod(rendering, target, methods, values)
  }
}

function compileIndex(compiler: Compiler, step: IndexStep): Access {
  const at = compiler.offset(step)
  const argument = compiler.evaluate(step.argument)
  const methods = methodsNamed('get')
  return (rendering, scope, target) => {
    const index = argument(rendering, scope)
    rendering.at = at
    if (target instanceof Map || isPlainObject(target))
      return mapGet(target, adjusted(index, target, rendering), rendering)
    if (target instanceof LoopScope) return target.get(index, rendering)
    if (target instanceof HostObject) return callMethod(rendering, target, methods, [index])
    if (Array.isArray(target) || target instanceof JavaArray) return getIndex(target, index)
    if (!(target instanceof MapView)) checkIndex(index)
    return undefined
  }
}

/** Velocity counts from the end of whatever has a size, maps included. */
function adjusted(index: unknown, map: Parameters<typeof mapSize>[0], meter: Meter): unknown {
  return isNegative(index) ? mapSize(map, meter) + index : index
}

function isNegative(index: unknown): index is number {
  return typeof index === 'number' && index < 0 && (index | 0) === index
}

function checkIndex(index: unknown): void {
  if (!isNegative(index)) return
  throw new JavaException('VelocityException', `the index ${index} needs something that has a size()`)
}

/** What `#set` does with the last step of its reference. Methods cannot be set. */
export function compileStore(compiler: Compiler, step: Step): Store {
  if (step.type === 'property')
    return (rendering, _scope, target, value) => setProperty(target, step.name, value, rendering)
  // Velocity sets a property by the last name that it finds, and a call's is the method's.
  if (step.type === 'method')
    return (rendering, _scope, target, value) => setProperty(target, step.name, value, rendering)
  const at = compiler.offset(step)
  const argument = compiler.evaluate(step.argument)
  return (rendering, scope, target, value) => {
    const index = argument(rendering, scope)
    rendering.at = at
    storeAt(target, index, value, rendering)
  }
}

function storeAt(target: unknown, index: unknown, value: unknown, meter: Meter): void {
  if (target instanceof LoopScope) target.storage.set(index ?? null, value)
  else if (isMap(target)) mapPut(target, adjusted(index, target, meter), value, meter)
  else if (Array.isArray(target)) storeItem(target as unknown[], index, value)
  else if (target instanceof JavaArray) storeItem(target.items, index, value)
  else checkIndex(index)
}

function storeItem(items: unknown[], index: unknown, value: unknown): void {
  if (typeof index !== 'number' || (index | 0) !== index) return
  const at = index < 0 ? index + items.length : index
  if (at < 0 || at >= items.length) {
    throw new JavaException('IndexOutOfBoundsException', `Index ${at} out of bounds for length ${items.length}`)
  }
  changing(() => {
    items[at] = value
  })
}
