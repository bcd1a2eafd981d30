import { writeSync } from 'node:fs'
import { argv } from 'node:process'
import { ApiRepository } from './api-repository.ts'
import { step } from './crash-lane.ts'
import { DocumentRepository } from './document-repository.ts'
import { openSqliteStore } from './open-sqlite-store.ts'

/**
 * The process that the crash test kills: opens the data directory (first argument) and changes it without end, one lane
 * for each number that follows, from that number on. Lane 0 is a document, the others are APIs. Prints
 * `{lane} {number}` for each change, once it is acknowledged.
 */
const [directory = '', ...numbers] = argv.slice(2)
const stdout = 1
writeSync(stdout, 'starting\n')
const store = await openSqliteStore(directory)
writeSync(stdout, 'open\n')
const apis = new ApiRepository(store, 'eu-west-1')
const documents = new DocumentRepository<{ number: number; text: string }>(store, 'documents/')

async function run(lane: number, last: number): Promise<never> {
  for (let number = last + 1; ; number++) {
    if (lane > 0) await step(apis, `lane${lane}`, number)
    else await stepDocument(number)
    writeSync(stdout, `${lane} ${number}\n`)
    // A move of a ref never waits, so the lanes would run one after another, and the pipe's reader late.
    await new Promise(setImmediate)
  }
}

async function stepDocument(number: number): Promise<void> {
  const document = { number, text: 'x'.repeat(number) }
  if (number === 0) return documents.create('counter', document)
  await documents.change(
    'counter',
    () => document,
    () => new Error('the document is not there'),
  )
}

await Promise.all(numbers.map((number, lane) => run(lane, Number(number))))
