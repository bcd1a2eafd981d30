/**
 * Methods of String that take no longer on a long text than on a short one, or that pay by themselves for as much of it as
 * they look at: a template may go through a text with them bit by bit.
 */
const PAID: ReadonlySet<string> = new Set([
  'length',
  'isEmpty',
  'charAt',
  'codePointAt',
  'substring',
  'subSequence',
  'indexOf',
  'lastIndexOf',
  'contains',
  'startsWith',
  'endsWith',
  'equals',
  'contentEquals',
  'hashCode',
  'concat',
  'repeat',
  'intern',
  'toString',
  'valueOf',
  'toLowerCase',
  'toUpperCase',
  'toCharArray',
])

export function isPaidByItself(method: string): boolean {
  return PAID.has(method)
}

/** Steps of a method that looks at all of its text, and of the texts that it is given. */
export function costOfTexts(target: string, args: readonly unknown[]): number {
  return (target.length >> 4) + costOfArguments(args)
}

export function costOfArguments(args: readonly unknown[]): number {
  let steps = 0
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]
    if (typeof arg === 'string') steps += arg.length >> 4
  }
  return steps
}
