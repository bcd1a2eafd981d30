import { badRequest, type ServiceError } from '../../aws-protocol/service-error.ts'

/** Of each kind, and characters of one: documents choose what is quoted. */
const MOST = 500
const LONGEST = 1024

/** What an import has to say (spec http-api.md 10): infos are of what HTTP APIs ignore, warnings of what is wrong. */
export class ImportMessages {
  readonly infos: string[] = []
  readonly warnings: string[] = []

  info(text: string): void {
    add(this.infos, text)
  }

  warn(text: string): void {
    add(this.warnings, text)
  }

  /** What AWS's parser of OpenAPI documents would say. `problem` follows the location. */
  issue(location: string, problem: string): void {
    this.warn(`Parse issue: attribute ${location}${problem}`)
  }

  /** Throws with `failOnWarnings`, where there is something to warn of. */
  end(failOnWarnings: boolean | undefined): void {
    if (failOnWarnings === true && this.warnings.length > 0) throw refusal('Warnings', this.warnings)
  }

  /** Members of an answer. */
  get answer(): { ImportInfo?: string[]; Warnings?: string[] } {
    return {
      ...(this.infos.length > 0 && { ImportInfo: this.infos }),
      ...(this.warnings.length > 0 && { Warnings: this.warnings }),
    }
  }
}

/** What ends an import whatever is asked for. */
export function importError(text: string): ServiceError {
  return refusal('Errors', [text.slice(0, LONGEST)])
}

function add(list: string[], text: string): void {
  if (list.length < MOST) list.push(text.length > LONGEST ? `${text.slice(0, LONGEST).toWellFormed()}…` : text)
}

function refusal(what: string, texts: readonly string[]): ServiceError {
  return badRequest(`${what} found during import:\n\t${texts.join('\n\t')}`)
}
