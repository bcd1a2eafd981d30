/** Resolves when the text is out: `process.exit` would cut what a pipe has not taken yet. */
export function writeText(stream: NodeJS.WritableStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    // A reader that is gone (`postern --help | head -1`) is no failure of ours.
    stream.once('error', () => resolve())
    stream.write(text, () => resolve())
  })
}
