import { expect, test } from 'vitest'
import corners from '../vectors/corners.json' with { type: 'json' }
import { type Context, compile, parseJson, VelocityError } from './index.ts'

/** Where random templates found us and Apache Velocity 1.7 of two minds, and what lies near; with Velocity's answers. */
test.each(corners.map((corner) => [corner.template, corner] as const))('%j', (template, { contextJson, expected }) => {
  expect(render(template, parseJson(contextJson) as Context)).toBe(expected)
})

/** The output, or null where the template is refused. */
function render(template: string, context: Context): string | null {
  try {
    return compile(template).render(context)
  } catch (error) {
    if (error instanceof VelocityError) return null
    throw error
  }
}
