import { invalidParameter } from './lambda-errors.ts'

/**
 * What `Runtime` may be. AWS knows a list of names, lets functions be made with those of today, and refuses the older
 * ones; here old ones are taken, because they can be run, and so are those that AWS may add to a family it has.
 */
const FAMILIES =
  /^(nodejs|nodejs\d{1,3}\.(x|\d{1,2})|nodejs4\.3-edge|python\d\.\d{1,2}|ruby\d\.\d{1,2}|java\d{1,2}(\.al2)?|dotnet\d{1,2}|dotnetcore\d\.\d|go1\.x|provided(\.al2(023)?)?)$/

/** As AWS shows them in its refusal. */
const SHOWN =
  'nodejs20.x, python3.14, provided.al2023, python3.12, python3.13, nodejs24.x, nodejs22.x, java25, python3.10, python3.11, java21, ruby3.3, ruby3.4, ruby3.2, python3.8, python3.9, java17, nodejs16.x, dotnet10, dotnet8, java11, dotnet6, java8.al2, nodejs18.x, provided.al2'

/** Throws InvalidParameterValueException for what is no runtime of Lambda's. */
export function checkRuntime(runtime: string): void {
  if (FAMILIES.test(runtime)) return
  throw invalidParameter(
    `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${SHOWN}] or be a valid ARN`,
  )
}
