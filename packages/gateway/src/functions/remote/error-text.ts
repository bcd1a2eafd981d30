const LONGEST = 300

/**
 * What an error of an AWS client says, on one line: its code and the first line of its text. Not more, because AWS's
 * text about a wrong signature goes on with the whole of what was signed, session tokens included.
 */
export function errorText(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  const [line] = error.message.split('\n', 1)
  const text = line === undefined || line === '' || line === code ? code : `${code}: ${line}`
  return (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text).replaceAll(/\p{C}/gu, '�')
}

/** The HTTP status that an AWS client's error came with, if an answer came at all. */
export function errorStatus(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('$metadata' in error)) return undefined
  const metadata = error.$metadata as { readonly httpStatusCode?: number } | undefined
  return metadata?.httpStatusCode
}
