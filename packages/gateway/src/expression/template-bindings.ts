import type { Context } from '@postern/velocity'
import { BindingAllowance } from './binding-allowance.ts'
import { inputBinding, type TemplateParameters } from './input-binding.ts'
import { utilBinding } from './util-binding.ts'

/** What a mapping template is rendered for: a message, or a backend's answer to one. */
export interface TemplateSubject {
  /** The message's text; of a response template, the backend's answer. */
  readonly body: string
  /** Of a handshake; none for messages. */
  readonly parameters?: TemplateParameters
  /** The members of `$context`. A template may change them, and what it set is there afterwards. */
  readonly context: Map<string, unknown>
  readonly stageVariables: Readonly<Record<string, string>>
}

/**
 * `$input`, `$util`, `$context` and `$stageVariables` for one rendering (spec/websocket-api.md section 6). Each is made when
 * a template names it: most name one or two.
 */
export function templateBindings(subject: TemplateSubject): Context {
  return new Bindings(subject)
}

class Bindings extends Map<string, unknown> {
  readonly #subject: TemplateSubject
  readonly #allowance = new BindingAllowance()

  constructor(subject: TemplateSubject) {
    super()
    this.#subject = subject
  }

  override get(name: string): unknown {
    const known = super.get(name)
    if (known !== undefined) return known
    const made = this.#make(name)
    if (made !== undefined) this.set(name, made)
    return made
  }

  #make(name: string): unknown {
    const { body, parameters = {}, context, stageVariables } = this.#subject
    switch (name) {
      case 'context':
        return context
      case 'input':
        return inputBinding(body, parameters, this.#allowance)
      case 'util':
        return utilBinding(this.#allowance)
      case 'stageVariables':
        // A copy: the variables are the stage's, and a template can change maps.
        return new Map(Object.entries(stageVariables))
      default:
        return undefined
    }
  }
}
