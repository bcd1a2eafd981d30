import { compile, VelocityError } from '@postern/velocity'
import { BindingError } from '../../expression/binding-error.ts'
import { DefinitionError } from '../../expression/definition-error.ts'
import { type TemplateSubject, templateBindings } from '../../expression/template-bindings.ts'

/** Renders a mapping template; a text of `problem` says why it could not. */
export type MappingTemplate = (subject: TemplateSubject) => string | { readonly problem: string }

/** Throws DefinitionError, which says where the template is wrong. `name`: its key. */
function compileMappingTemplate(name: string, source: string): MappingTemplate {
  const template = compileVelocity(name, source)
  return (subject) => {
    try {
      return template.render(templateBindings(subject))
    } catch (error) {
      if (!(error instanceof VelocityError)) throw error
      const [problem] = error.problems
      const reason = error.cause instanceof BindingError ? error.cause.message : (problem?.message ?? error.message)
      return { problem: `the template ${JSON.stringify(name)} failed at line ${problem?.line ?? 1}: ${reason}` }
    }
  }
}

function compileVelocity(name: string, source: string) {
  try {
    return compile(source, { dialect: 'api-gateway' })
  } catch (error) {
    if (!(error instanceof VelocityError)) throw error
    const [problem] = error.problems
    const where = problem === undefined ? '' : `, line ${problem.line}, column ${problem.column}`
    throw new DefinitionError(`template ${JSON.stringify(name)}${where}: ${problem?.message ?? error.message}`)
  }
}

/** Templates by key, with the fall-back to `$default` that every choice of a template has (section 5.1). */
export class MappingTemplates {
  readonly #templates = new Map<string, MappingTemplate>()

  constructor(sources: Readonly<Record<string, string>> | undefined) {
    for (const [key, source] of Object.entries(sources ?? {})) {
      this.#templates.set(key, compileMappingTemplate(key, source))
    }
  }

  get isEmpty(): boolean {
    return this.#templates.size === 0
  }

  find(key: string): MappingTemplate | undefined {
    return this.#templates.get(key) ?? this.#templates.get('$default')
  }

  /** What `find` finds and why, for a trace. `from`: what the key was made of. */
  explain(key: string, from: string): { readonly template: string | undefined; readonly reason: string } {
    const wanted = `${from} came to ${JSON.stringify(key)}`
    if (this.#templates.has(key)) return { template: key, reason: wanted }
    if (this.#templates.has('$default')) {
      return { template: '$default', reason: `${wanted}, which no template has` }
    }
    if (this.isEmpty) return { template: undefined, reason: 'there are no templates' }
    return { template: undefined, reason: `${wanted}, which no template has, and there is none for $default` }
  }
}
