/** What an error's message shows of a text that a template, a request or a host has written. */
const MOST = 60

export function shortened(text: string, most = MOST): string {
  return text.length > most ? `${text.slice(0, most)}…` : text
}
