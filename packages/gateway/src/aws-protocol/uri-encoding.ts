/** Everything but RFC 3986's unreserved characters, as percent escapes of UTF-8: encodeURIComponent leaves some. */
export function uriEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
