import { packageLimits } from './package-limits.ts'

/** Of what is shown of an entry's name or of a reader's complaint. */
const LONGEST_SHOWN = 200

/** A function's package cannot be taken. The message is Lambda's, and then says what is wrong, where there is more to say. */
export class PackageError extends Error {
  override readonly name = 'PackageError'
  /** Lambda's code of the error: with status 400, and RequestEntityTooLargeException with 413. */
  readonly code: 'InvalidParameterValueException' | 'RequestEntityTooLargeException'

  constructor(message: string, code: PackageError['code'] = 'InvalidParameterValueException') {
    super(message)
    this.code = code
  }
}

/** The file is no zip, is damaged, or holds what a function may not have. `entry`: the name of the one that is wrong. */
export function unsoundPackage(problem: string, entry?: string): PackageError {
  const place = entry === undefined ? '' : `entry ${shown(JSON.stringify(cut(entry)))}: `
  return new PackageError(
    `Could not unzip uploaded file. Please check your file, then try to upload again. (${place}${shown(problem)})`,
  )
}

export function emptyPackage(): PackageError {
  return new PackageError('Uploaded file must be a non-empty zip')
}

export function unzippedTooLarge(): PackageError {
  return new PackageError(`Unzipped size must be smaller than ${packageLimits.unzippedBytes} bytes`)
}

/** Lambda measures the request, in which the package is base64. */
export function zippedTooLarge(operation: string): PackageError {
  const bytes = Math.ceil((packageLimits.zippedBytes * 4) / 3)
  return new PackageError(
    `Request must be smaller than ${bytes} bytes for the ${operation} operation`,
    'RequestEntityTooLargeException',
  )
}

function cut(text: string): string {
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text
}

/** On one line, whatever the file says. */
function shown(text: string): string {
  return cut(text).replaceAll(/[^\P{C} ]/gu, '�')
}
