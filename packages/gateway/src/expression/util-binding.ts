import { type HostMethod, HostObject, JsonError, nullLike, parseJson } from '@postern/velocity'
import { decodeBase64, encodeBase64 } from './base64-text.ts'
import type { BindingAllowance } from './binding-allowance.ts'
import { BindingError } from './binding-error.ts'
import { escapeJavaScript } from './escape-java-script.ts'
import { decodeForm, encodeForm } from './form-coding.ts'
import { isNothing, textOfValue } from './text-of-value.ts'

/**
 * `$util` of a mapping template (spec/websocket-api.md section 6.2). Its methods take values of any kind by what they print
 * as. Of nothing they make nothing, except for escapeJavaScript, which makes `null` of it.
 */
export function utilBinding(allowance: BindingAllowance): HostObject {
  const method = (name: string, convert: (text: string) => unknown): HostMethod => {
    return (...args) => {
      // As a method that Java does not find: the reference has no value.
      if (args.length !== 1 || isNothing(args[0])) return undefined
      return named(name, () => {
        const text = textOfValue(args[0])
        allowance.spend(text.length)
        const result = convert(text)
        return typeof result === 'string' ? allowance.grant(result) : result
      })
    }
  }
  const escape = method('escapeJavaScript', escapeJavaScript)
  return new HostObject({
    escapeJavaScript: (...args: readonly unknown[]) =>
      args.length === 1 && isNothing(args[0]) ? 'null' : escape(...args),
    parseJson: method('parseJson', parse),
    urlEncode: method('urlEncode', encodeForm),
    urlDecode: method('urlDecode', decodeForm),
    base64Encode: method('base64Encode', encodeBase64),
    base64Decode: method('base64Decode', decodeBase64),
  })
}

function parse(text: string): unknown {
  try {
    return parseJson(text) ?? nullLike
  } catch (error) {
    if (!(error instanceof JsonError)) throw error
    throw new BindingError(`the text is not JSON (line ${error.line}, column ${error.column})`)
  }
}

/** Runs a method; a BindingError of it says whose it is. */
function named(name: string, run: () => unknown): unknown {
  try {
    return run()
  } catch (error) {
    if (!(error instanceof BindingError)) throw error
    throw new BindingError(`$util.${name}: ${error.message}`, { cause: error.cause })
  }
}
