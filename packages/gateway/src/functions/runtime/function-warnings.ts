import { channel } from 'node:diagnostics_channel'
import type { RunnableFunction } from '../function-runtime.ts'

/** Published on `postern:function:warning`, once per function and text. */
export interface FunctionWarning {
  readonly functionName: string
  readonly warning: string
}

const warnings = channel('postern:function:warning')

/** What was said. Bounded, because functions come and go. */
const said = new Set<string>()
const MOST_SAID = 10_000

export function warnOfFunction({ functionName, functionArn }: RunnableFunction, warning: string): void {
  const key = `${functionArn} ${warning}`
  if (!warnings.hasSubscribers || said.has(key)) return
  if (said.size >= MOST_SAID) said.clear()
  said.add(key)
  warnings.publish({ functionName, warning } satisfies FunctionWarning)
}
