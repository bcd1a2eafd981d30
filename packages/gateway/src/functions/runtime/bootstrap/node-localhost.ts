/**
 * Makes names below localhost lead to this machine, as RFC 6761 section 6.3 has it: a function calls its API at
 * `{apiId}.execute-api.localhost`, and few systems' resolvers know such names. What net, http, https and fetch look up
 * they look up by `dns.lookup`, which asks the system for `localhost` in their place; whoever asks a name server
 * (`dns.resolve`) is answered by that.
 *
 * Preloaded by `--require`, before the function's own code and in each of its threads; so it imports nothing.
 */
const dns = process.getBuiltinModule('node:dns')

const below = /\.localhost\.?$/i
const hostOf = (name: unknown): unknown => (typeof name === 'string' && below.test(name) ? 'localhost' : name)

const replace = (target: object, original: object): void => {
  const lookup = (name: unknown, ...others: readonly unknown[]): unknown =>
    Reflect.apply(original as (...values: unknown[]) => unknown, target, [hostOf(name), ...others])
  // `util.promisify(dns.lookup)` answers an object, by a symbol that the original bears.
  Object.defineProperties(lookup, Object.getOwnPropertyDescriptors(original))
  Object.assign(target, { lookup })
}

replace(dns, Reflect.get(dns, 'lookup'))
replace(dns.promises, Reflect.get(dns.promises, 'lookup'))
// For those that import the names.
process.getBuiltinModule('node:module').syncBuiltinESMExports()
