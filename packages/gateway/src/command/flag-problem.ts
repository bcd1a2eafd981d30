import { suggestion } from '../configuration/nearest-name.ts'

/** One line for a flag that has no value. `written`: as it stands in the command line, dashes included. */
export function valueMissing(written: string): string {
  return `flag ${written}: needs a value, such as ${written}=VALUE`
}

/** One line for a flag that there is not. `flags`: those that there are, without their dashes. */
export function unknownFlag(written: string, flags: readonly string[]): string {
  const names = flags.map((flag) => `--${flag}`)
  return `unknown flag ${written}${suggestion(written, names)}`
}
