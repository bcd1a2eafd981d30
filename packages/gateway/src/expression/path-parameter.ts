/**
 * The value of a path parameter as functions, mappings and logs see it, from its raw text in the path: percent-decoded
 * (spec/http-api.md section 2), and for a greedy one without the path's trailing slash. The escapes are known to be good:
 * a path with bad ones matches no route.
 */
export function decodePathParameter(raw: string): string {
  const text = raw.endsWith('/') ? raw.slice(0, -1) : raw
  return text.includes('%') ? decodeURIComponent(text) : text
}
