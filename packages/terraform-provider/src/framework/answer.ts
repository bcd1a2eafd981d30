import { conform } from '../conversion/conform.ts'
import { isWhollyKnown, type ValueRecord } from '../conversion/value.ts'
import type { Diagnostic } from './diagnostics.ts'
import { absentOf, fieldType, type Schema } from './schema.ts'

/** What a resource answered, and what of it is no value of its schema. */
export interface CheckedAnswer {
  readonly sound: ValueRecord
  readonly faults: readonly Diagnostic[]
}

/**
 * Checks what the code of a resource answered. The compiler has, but it believes casts and what other libraries
 * declare; Terraform would refuse the whole object, and name neither the call nor, often, the attribute.
 */
export function checkAnswer(
  resource: { readonly name: string; readonly schema: Schema },
  call: 'create' | 'read',
  answer: unknown,
): CheckedAnswer {
  const sound: Record<string, ValueRecord[string]> = {}
  const faults: Diagnostic[] = []
  const complain = (detail: string, path?: [string]) => {
    const summary = `${resource.name} is at fault: its ${call} answered what its schema does not have`
    faults.push({ severity: 'error', summary, detail, ...(path && { path }) })
  }
  if (typeof answer !== 'object' || answer === null) complain('It answered no object.')
  else {
    for (const [name, field] of Object.entries(resource.schema)) {
      const isThere = Object.hasOwn(answer, name)
      // Only `read` answers the whole.
      if (!isThere && call === 'create') continue
      const given = isThere ? (answer as Readonly<Record<string, unknown>>)[name] : null
      try {
        const value = conform(fieldType(field), given ?? absentOf(field), name)
        if (isWhollyKnown(value)) sound[name] = value
        else complain(`${name} is unknown. What an API answers is known.`, [name])
      } catch (error) {
        complain(`${error instanceof Error ? error.message : String(error)}.`, [name])
      }
    }
  }
  return { sound, faults }
}
