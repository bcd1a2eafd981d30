/** Turns the text of a variable into what a file would hold; what is no JSON stays text, for the schema to refuse. */
export function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
