const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/

/** Undefined where the text is no Base64. Line ends are allowed, padding may be missing. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const compact = text.replace(/[\r\n]/g, '')
  const digits = compact.replace(/=+$/, '').length
  return BASE64.test(compact) && digits % 4 !== 1 ? Buffer.from(compact, 'base64') : undefined
}
