import { afterAll, describe, expect } from 'vitest'
import { findOracle } from '../../packages/velocity/oracle/find-oracle.ts'
import { Oracle } from '../../packages/velocity/oracle/oracle.ts'
import cases from '../../packages/velocity/vectors/cases.json' with { type: 'json' }
import corners from '../../packages/velocity/vectors/corners.json' with { type: 'json' }
import { testWith } from '../support/find-program.ts'

interface Case {
  readonly name: string
  readonly template: string
  readonly context: unknown
  readonly contextJson?: string
  readonly event?: unknown
  readonly expected: string | null
  readonly expectedError?: string
}

const java = findOracle()
const test = testWith(typeof java === 'string' ? java : 'Apache Velocity 1.7', typeof java !== 'string')
const oracle = typeof java === 'string' ? undefined : new Oracle(java)
afterAll(() => oracle?.close())

describe('vectors/cases.json is what Apache Velocity 1.7 answers', () => {
  test.each(cases as readonly Case[])('$name', async ({ template, context, contextJson, event, ...case_ }) => {
    const request = { template, contextJson: contextJson ?? JSON.stringify(context), event }
    const [answer] = (await oracle?.render([request])) ?? []
    if (case_.expected === null) expect(answer?.error).toBe(case_.expectedError)
    else expect(answer).toEqual({ output: case_.expected })
  })
})

describe('vectors/corners.json, too', () => {
  test.each(corners)('$template', async ({ template, contextJson, expected, expectedError }) => {
    const [answer] = (await oracle?.render([{ template, contextJson }])) ?? []
    expect(answer?.output ?? null).toBe(expected)
    expect(answer?.error).toBe(expectedError)
  })
})
