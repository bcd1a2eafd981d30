export { JsonArray } from './json/json-array.ts'
export { JsonError } from './json/json-error.ts'
export { parseJson } from './json/parse-json.ts'
export { toJson, UnprintableJson } from './json/to-json.ts'
export { isDefinite, jsonPath } from './json-path/json-path.ts'
export { JsonPathError } from './json-path/json-path-error.ts'
export { PermissiveJsonError, parsePermissiveJson } from './json-path/permissive-json.ts'
export type { Budgets, CompileOptions, Dialect } from './options.ts'
export { type PrintOptions, print } from './print.ts'
export type { Problem } from './problem.ts'
export { compilePattern, type JavaPattern } from './regex/java-pattern.ts'
export { RegexBudgetError } from './regex/regex-budget.ts'
export type { Context } from './render/scope.ts'
export { compile, type Template } from './template.ts'
export {
  type HostMember,
  type HostMethod,
  HostObject,
  type HostObjectOptions,
  type NullLike,
  nullLike,
} from './values/host-object.ts'
export { JavaDecimal, JavaDouble, JavaFloat, JavaLong, type JavaNumber } from './values/java-number.ts'
export { type BudgetName, VelocityError, type VelocityErrorKind } from './velocity-error.ts'
