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

/** `$input`, `$util`, `$context` and `$stageVariables` for one rendering (spec/websocket-api.md section 6). */
export function templateBindings(subject: TemplateSubject): Context {
  const { body, parameters = {}, context, stageVariables } = subject
  const allowance = new BindingAllowance()
  return {
    input: inputBinding(body, parameters, allowance),
    util: utilBinding(allowance),
    context,
    // A copy: the variables are the stage's, and a template can change maps.
    stageVariables: new Map(Object.entries(stageVariables)),
  }
}
