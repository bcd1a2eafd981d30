import { Worker } from 'node:worker_threads'
import { badRequest } from '../../aws-protocol/service-error.ts'
import { Turns } from '../../aws-protocol/turns.ts'
import type { OpenApiValue } from './document.ts'
import { invalidDocument } from './invalid-document.ts'

/** What the thread answers: a refusal is its text, for errors do not cross threads as what they are. */
export type WorkerAnswer = { readonly value: OpenApiValue } | { readonly problem: string }

/** A megabyte of YAML that is meant takes a second, of what is not, an hour. */
const PATIENCE_MS = 20_000
const MEMORY_MB = 512
/** Documents that are read at once. */
const turns = new Turns(2)

/**
 * Reads JSON or YAML in a thread of its own, which is ended where it takes too long or too much memory: everything else goes on
 * meanwhile, calls of APIs above all.
 */
export async function readAside(text: string, patience = PATIENCE_MS): Promise<OpenApiValue> {
  const end = await turns.take(() => undefined)
  try {
    const answer = await ask(text, patience)
    if ('problem' in answer) throw badRequest(answer.problem)
    return answer.value
  } finally {
    end()
  }
}

function refusal(reason: string): WorkerAnswer {
  return { problem: invalidDocument(reason).message }
}

async function ask(text: string, patience: number): Promise<WorkerAnswer> {
  const worker = new Worker(new URL('./document-worker.ts', import.meta.url), {
    workerData: text,
    // Nothing of the process's own is needed there.
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  })
  const { promise, resolve, reject } = Promise.withResolvers<WorkerAnswer>()
  const timer = setTimeout(() => resolve(refusal('It takes too long to read')), patience)
  worker.once('message', resolve)
  worker.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') resolve(refusal('It takes too much memory to read'))
    else reject(error)
  })
  worker.once('exit', () => reject(new Error('The thread that reads a document ended without an answer')))
  try {
    return await promise
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}
