import { expect, test } from 'vitest'
import cases from '../vectors/cases.json' with { type: 'json' }
import { type Context, compile, parseJson, VelocityError } from './index.ts'

/**
 * What Apache Velocity 1.7 made of these templates. The `apigw/*` cases need API Gateway's `$input` and `$util`: the
 * gateway runs them with its own (packages/gateway/src/expression).
 */
const own = cases.filter((one) => !('event' in one))

/** The output, or null where the template is refused. */
function outcomeOf(render: () => string): string | null {
  try {
    return render()
  } catch (error) {
    if (error instanceof VelocityError) return null
    throw error
  }
}

test('the vectors are all there', () => {
  expect(cases).toHaveLength(363)
  expect(own).toHaveLength(350)
})

test.each(own.map((one) => [one.name, one] as const))('%s', (_name, one) => {
  const context = 'contextJson' in one ? parseJson(one.contextJson ?? '') : structuredClone(one.context)
  const render = () => compile(one.template).render(context as Context)
  expect(outcomeOf(render)).toBe(one.expected)
})
