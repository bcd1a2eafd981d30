import type { Rendering } from './rendering.ts'
import type { Scope } from './scope.ts'

/** What a template is compiled to. */
export type Render = (rendering: Rendering, scope: Scope) => void
/** Undefined and null are null. */
export type Evaluate = (rendering: Rendering, scope: Scope) => unknown
export type Test = (rendering: Rendering, scope: Scope) => boolean
