import { type AttributePath, type Diagnostic } from './diagnostics.ts'

const SEVERITY = { error: 1, warning: 2 } as const

/** Diagnostics as Terraform is told of them. */
export function diagnosticMessages(diagnostics: readonly Diagnostic[]) {
  return diagnostics.map(({ severity, summary, detail, path }) => ({
    severity: SEVERITY[severity],
    summary,
    detail,
    ...(path && { attribute: pathMessage(path) }),
  }))
}

export function pathMessage(path: AttributePath) {
  return {
    steps: path.map((step) => {
      if (typeof step === 'string') return { attributeName: step }
      return 'key' in step ? { elementKeyString: step.key } : { elementKeyInt: step.index }
    }),
  }
}
