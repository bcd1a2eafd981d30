import { DefinitionError } from '../expression/definition-error.ts'
import type { UriToken } from '../expression/uri-template.ts'
import { parseUriTemplate } from '../expression/uri-template.ts'

/** What can be seen of a text before its variables are known: its literal beginning and end. */
export interface TextForm {
  readonly head: RegExp
  readonly tail: RegExp
}

/**
 * A member of an integration with `${stageVariables.x}` in it. `read` makes something of the whole text, or says what is
 * wrong with it; that is a DefinitionError where no stage could mend it.
 */
export class StageText<T extends object> {
  readonly dependsOnStage: boolean
  readonly #tokens: readonly UriToken[]
  readonly #read: (text: string) => T | string

  constructor(source: string, forms: readonly TextForm[], read: (text: string) => T | string) {
    this.#tokens = parseUriTemplate(source)
    this.dependsOnStage = this.#tokens.some(({ kind }) => kind === 'variable')
    this.#read = read
    const head = textOf(this.#tokens[0])
    const tail = textOf(this.#tokens.at(-1))
    if (this.dependsOnStage && forms.some((form) => form.head.test(head) && form.tail.test(tail))) return
    const result = read(source)
    if (typeof result === 'string') throw new DefinitionError(result)
  }

  /** Fills in a stage's variables. Answers what is wrong as a text. */
  bind(variables: Readonly<Record<string, string>>): T | string {
    let text = ''
    for (const token of this.#tokens) {
      if (token.kind === 'variable' && !Object.hasOwn(variables, token.name)) {
        return `the stage variable ${token.name} is not defined`
      }
      text += token.kind === 'variable' ? variables[token.name] : textOf(token)
    }
    return this.#read(text)
  }
}

/** `{name}` has a meaning in URLs only. */
function textOf(token: UriToken | undefined): string {
  if (token === undefined || token.kind === 'variable') return ''
  return token.kind === 'parameter' ? `{${token.name}}` : token.text
}
