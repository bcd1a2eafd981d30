import { createInterface } from 'node:readline'

/**
 * A peer's process: writes what it renders, as JSON, on the first line. Then, for each line of standard input, renders
 * for that many milliseconds and writes how many renders that is per second.
 */
export async function serveRates(render: () => string): Promise<void> {
  console.log(JSON.stringify(render()))
  for await (const line of createInterface({ input: process.stdin })) console.log(rateOf(render, Number(line)))
}

function rateOf(render: () => string, milliseconds: number): number {
  const begin = performance.now()
  let renders = 0
  let sum = 0
  let end = begin
  while (end - begin < milliseconds) {
    // Reading a character makes one piece of a string that engines build of many.
    for (let index = 0; index < 100; index++) sum += render().charCodeAt(1)
    renders += 100
    end = performance.now()
  }
  return sum === 0 ? 0 : (renders * 1000) / (end - begin)
}
