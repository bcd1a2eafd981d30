/** Names of stages, and names and values of their variables (spec control-plane.md 4.6). */
const NAME = /^[A-Za-z0-9_-]{1,128}$/
const VARIABLE_NAME = /^[A-Za-z0-9_]{1,64}$/
const VARIABLE_VALUE = /^[A-Za-z0-9\-._~:/?#&=,]+$/

export const LONGEST_STAGE_VARIABLE = 512

/** Only HTTP APIs have a stage `$default`. */
export function isStageName(text: string, isHttp: boolean): boolean {
  return NAME.test(text) || (isHttp && text === '$default')
}

export function isStageVariableName(text: string): boolean {
  return VARIABLE_NAME.test(text)
}

export function isStageVariableValue(text: string): boolean {
  return text.length <= LONGEST_STAGE_VARIABLE && VARIABLE_VALUE.test(text)
}
