/** Values of a CORS configuration (spec control-plane.md 4.1); header names are tokens. */
const METHOD = /^([A-Za-z]+|\*)$/
/** `*`, a scheme wildcard, or an origin as RFC 6454 writes it: scheme, host and port, no path. */
const ORIGIN = /^(\*|[a-z][a-z0-9+.-]*:\/\/(\*|[^\s/?#*]+))$/i

export function isCorsMethod(text: string): boolean {
  return METHOD.test(text)
}

export function isCorsOrigin(text: string): boolean {
  return ORIGIN.test(text)
}
