import { compile, VelocityError } from '@postern/velocity'
import { ConfigurationError } from '../configuration/read-settings.ts'
import { templateBindings } from '../expression/template-bindings.ts'
import { readObjectSource, readParametersSource, readTextsSource } from './json-source.ts'
import { readSource, sourceName } from './read-source.ts'
import { readRenderArguments, type StageVariablesArgument } from './render-arguments.ts'
import { renderHelpText } from './render-help.ts'
import { templateProblems } from './template-problems.ts'
import { TemplateUnusable } from './template-unusable.ts'
import { writeText } from './write-text.ts'

/**
 * `postern render`: writes to standard output what a template makes of a message, and nothing else. Rejects with a
 * ConfigurationError for a command line or a file that cannot be used, with TemplateUnusable for such a template.
 */
export async function render(words: readonly string[]): Promise<void> {
  const { help, template, input, context, parameters, stageVariables, dialect, problems } = readRenderArguments(words)
  if (help) return writeText(process.stdout, renderHelpText())
  if (problems.length > 0) throw new ConfigurationError([...problems, 'see postern render --help'])
  const source = await readSource(template)
  const bindings = templateBindings({
    body: await readSource(input),
    context: context === undefined ? new Map<string, unknown>() : await readObjectSource(context),
    stageVariables: await stageVariablesOf(stageVariables),
    parameters: parameters === undefined ? {} : await readParametersSource(parameters),
  })
  let text: string
  try {
    text = compile(source, { dialect }).render(bindings)
  } catch (error) {
    if (!(error instanceof VelocityError)) throw error
    throw new TemplateUnusable(templateProblems(sourceName(template), error), error)
  }
  await writeText(process.stdout, text)
}

async function stageVariablesOf(given: readonly StageVariablesArgument[]): Promise<Readonly<Record<string, string>>> {
  const variables = new Map<string, string>()
  for (const one of given) {
    const entries = 'file' in one ? Object.entries(await readTextsSource(one.file)) : [[one.name, one.value] as const]
    for (const [name, value] of entries) variables.set(name, value)
  }
  return Object.fromEntries(variables)
}
