const COLUMN = 44
const WIDTH = 120

/** A line of `--help`: a name and its text, the text wrapped within its column. */
export function helpRow(name: string, text: string): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && line.length + 1 + word.length > WIDTH - COLUMN) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return `  ${name.padEnd(COLUMN - 4)}  ${lines.join(`\n${' '.repeat(COLUMN)}`)}\n`
}
