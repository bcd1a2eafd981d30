/** `; did you mean NAME?` where a known name is close to what was written, else nothing. For the end of error lines. */
export function suggestion(written: string, known: readonly string[]): string {
  let nearest: string | undefined
  // Two letters swapped (a distance of 2), or a third of them wrong: a typing error. More is another word.
  let best = Math.max(2, Math.floor(written.length / 3)) + 1
  for (const name of known) {
    if (Math.abs(name.length - written.length) >= best) continue
    const distance = editDistance(written.toLowerCase(), name.toLowerCase())
    if (distance < best) {
      best = distance
      nearest = name
    }
  }
  return nearest === undefined ? '' : `; did you mean ${nearest}?`
}

/** Levenshtein's distance: the fewest letters to insert, remove or replace. */
function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1)
      current.push(Math.min((previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, replaced))
    }
    previous = current
  }
  return previous[to.length] ?? 0
}
