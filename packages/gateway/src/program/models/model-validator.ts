import { compilePattern, RegexBudgetError } from '@postern/velocity'
import type { Ajv, ErrorObject, Options, ValidateFunction } from 'ajv'
import draft04 from 'ajv-draft-04'
import { DefinitionError } from '../../expression/definition-error.ts'
import { COST, type SchemaCost } from './bounded-schema.ts'
import { areDifferent, canonicalText } from './json-equality.ts'

/** Why a value does not fit, for the API's owner; undefined where it does. */
export type ValueCheck = (value: unknown) => string | undefined

/** What the check of one value may cost: some 50 milliseconds at worst. */
const MOST_STEPS = 1_000_000
/** What a pattern costs before its first step. */
const PATTERN_STEPS = 10
const LONGEST_REASON = 512
const TOO_COSTLY = 'it costs too much to check'

class TooCostly extends Error {}

/**
 * JSON Schema draft 4 by ajv, for schemas and values that are nobody's friends. Every subschema that is entered, and
 * every step of a pattern, counts against one budget: references make costs grow exponentially, and neither ajv nor
 * JavaScript's own regular expressions know an end. Takes schemas that boundedSchema made; loads nothing.
 */
export class ModelValidator {
  readonly #budget = { steps: MOST_STEPS }
  readonly #ajv = this.#create({ meta: false, validateSchema: false })
  /** Knows the schema of schemas. */
  #meta: Ajv | undefined

  /** Makes a schema known, so that others may refer to it. Throws DefinitionError where it is none. */
  add(url: string, schema: object): void {
    this.#meta ??= this.#create({})
    const meta = this.#meta
    const problem = this.#bounded(() => (meta.validateSchema(schema) === true ? undefined : reasonOf(meta.errors)))
    if (problem !== undefined) throw new DefinitionError(`its schema is not valid: ${problem}`)
    this.#ajv.addSchema(schema, url)
  }

  /** A schema that was added, once all are. Throws DefinitionError. */
  compile(url: string): ValueCheck {
    const validate = this.#compiled(url)
    return (value) => this.#bounded(() => (validate(value) ? undefined : reasonOf(validate.errors)))
  }

  #compiled(url: string): ValidateFunction {
    let validate: ValidateFunction | undefined
    try {
      validate = this.#ajv.getSchema(url)
    } catch (error) {
      // References that lead nowhere, patterns that are none, and whatever else ajv does not take.
      const reason = error instanceof Error ? error.message.slice(0, LONGEST_REASON) : ''
      throw new DefinitionError(`its schema cannot be used: ${reason}`)
    }
    if (validate === undefined) throw new DefinitionError('its schema is not valid')
    return validate
  }

  /** One value's check, within its budget and the stack, which endless references exhaust. */
  #bounded(check: () => string | undefined): string | undefined {
    this.#budget.steps = MOST_STEPS
    try {
      return check()
    } catch (error) {
      const isBound = error instanceof TooCostly || error instanceof RegexBudgetError || error instanceof RangeError
      if (isBound) return TOO_COSTLY
      throw error
    }
  }

  readonly #spend = (steps: number): void => {
    this.#budget.steps -= steps
    if (this.#budget.steps < 0) throw new TooCostly()
  }

  #create(options: Options): Ajv {
    const regExp = Object.assign((pattern: string) => this.#pattern(pattern), { code: 'new RegExp' })
    const ajv = new draft04.default({
      strict: false,
      logger: false,
      validateFormats: false,
      // What JSON.parse made has own members alone, and `constructor` is none of them.
      ownProperties: true,
      // Inlined, a schema of 32 KB could become megabytes of code; and only what is entered is counted.
      inlineRefs: false,
      // Binary fractions: 0.29 is a multiple of 0.01.
      multipleOfPrecision: 9,
      // To optimise costs ajv more than it gains.
      code: { regExp, optimize: false },
      ...options,
    })
    // ajv compares each with each: 60,000 numbers would take it minutes.
    ajv.removeKeyword('uniqueItems').addKeyword({
      keyword: 'uniqueItems',
      type: 'array',
      schemaType: 'boolean',
      validate: (isAsked: boolean, items: readonly unknown[]) => !isAsked || areDifferent(items, this.#spend),
      error: { message: 'must NOT have duplicate items' },
    })
    ajv.removeKeyword('enum').addKeyword({
      keyword: 'enum',
      schemaType: 'array',
      compile: (values: readonly unknown[]) => {
        const texts = new Set(values.map((value) => canonicalText(value, () => undefined)))
        return (value: unknown) => texts.has(canonicalText(value, this.#spend))
      },
      error: { message: 'must be equal to one of the allowed values' },
    })
    ajv.addKeyword({
      keyword: COST,
      // Ahead of all that leads deeper.
      before: '$ref',
      validate: (cost: SchemaCost, value: unknown) => {
        this.#spend(1 + cost.entries + lengthOf(value, cost))
        return true
      },
      errors: false,
    })
    return ajv
  }

  /** Java's syntax, as at AWS. `toString` is what ajv tells patterns apart by. */
  #pattern(source: string): { test: (text: string) => boolean; toString: () => string } {
    const pattern = compilePattern(source)
    const test = (text: string) => {
      this.#spend(PATTERN_STEPS)
      return pattern.find(text, 0, this.#budget) !== undefined
    }
    return { test, toString: () => source }
  }
}

function lengthOf(value: unknown, { isOfAllMembers }: SchemaCost): number {
  if (typeof value === 'string') return value.length >> 6
  if (Array.isArray(value)) return value.length
  return isOfAllMembers && typeof value === 'object' && value !== null ? Object.keys(value).length : 0
}

/** ajv stops at the first. Texts name places, keywords and what the schema asks for, not the value. */
function reasonOf(errors: readonly ErrorObject[] | null | undefined): string {
  const [error] = errors ?? []
  return `${error?.instancePath ?? ''} ${error?.message ?? 'does not fit'}`.trim().slice(0, LONGEST_REASON)
}
