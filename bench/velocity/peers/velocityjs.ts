import { createRequire } from 'node:module'
import { escapeJavaScript, event, template } from '../mapping.ts'
import { serveRates } from '../serve-rates.ts'

/** The part of velocityjs that is used here: it is no dependency, see ../velocityjs/package.json. */
interface VelocityJs {
  readonly parse: (source: string) => unknown
  readonly Compile: new (ast: unknown) => { render(context: unknown): string }
}

const { parse, Compile } = createRequire(new URL('../velocityjs/', import.meta.url))('velocityjs') as VelocityJs
const ast = parse(template)
const root: unknown = JSON.parse(event.body)
const context = {
  input: { path: () => root, params: () => event.params },
  util: { escapeJavaScript },
  context: event.context,
  stageVariables: event.stageVariables,
}
await serveRates(() => new Compile(ast).render(context))
