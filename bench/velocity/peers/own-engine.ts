import { compile } from '../../../packages/velocity/src/index.ts'
import { engineContext } from '../engine-context.ts'
import { event, template } from '../mapping.ts'
import { serveRates } from '../serve-rates.ts'

const compiled = compile(template, { dialect: 'velocity' })
const context = engineContext(event)
await serveRates(() => compiled.render(context))
