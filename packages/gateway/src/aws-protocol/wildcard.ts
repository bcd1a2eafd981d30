const STAR = 42
const QUESTION_MARK = 63

/**
 * Whether a text matches a pattern with `*` (any characters, also none) and `?` (one character), as IAM has them. Takes
 * time of pattern × text at most: when a character does not fit, only the last star is tried further, because an
 * earlier one could reach nothing that it cannot.
 */
export function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0
  let index = 0
  let star = -1
  let resume = 0
  while (index < text.length) {
    const code = at < pattern.length ? pattern.charCodeAt(at) : -1
    if (code === STAR) {
      star = at++
      resume = index
    } else if (code === QUESTION_MARK || code === text.charCodeAt(index)) {
      at++
      index++
    } else if (star !== -1) {
      at = star + 1
      index = ++resume
    } else return false
  }
  while (pattern.charCodeAt(at) === STAR) at++
  return at === pattern.length
}

/** Parts of an ARN before its resource, which may have colons of its own. */
const ARN_PARTS = 6

/**
 * ArnLike and ArnEquals, which are the same: each of the six parts is compared by itself, so that a `*` in one reaches
 * no further (IAM guide: reference_policies_elements_condition_operators, "ARN condition operators").
 */
export function matchesArn(pattern: string, arn: string): boolean {
  const patterns = arnParts(pattern)
  const parts = arnParts(arn)
  if (patterns === undefined || parts === undefined) return false
  return patterns.every((part, place) => matchesWildcard(part, parts[place] as string))
}

function arnParts(arn: string): string[] | undefined {
  const parts = arn.split(':')
  if (parts.length < ARN_PARTS || parts[0] !== 'arn') return undefined
  return [...parts.slice(0, ARN_PARTS - 1), parts.slice(ARN_PARTS - 1).join(':')]
}
