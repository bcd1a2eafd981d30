import type { CompiledPath } from './compiled-path.ts'
import type { Path } from './path.ts'

/** What a function needs for the paths among its arguments. */
export interface ArgumentCompiler {
  compile(path: Path): CompiledPath
  /** The path with `[*]` after it. */
  compileWithItems(path: Path): CompiledPath
}
