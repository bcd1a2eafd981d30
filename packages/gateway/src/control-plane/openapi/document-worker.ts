import { parentPort, workerData } from 'node:worker_threads'
import { ServiceError } from '../../aws-protocol/service-error.ts'
import { parseJson } from './parse-json.ts'
import { parseYaml } from './parse-yaml.ts'
import type { WorkerAnswer } from './read-aside.ts'

/** The whole of a thread that reads one document (read-aside.ts). */
function answer(): WorkerAnswer {
  try {
    const text = workerData as string
    return { value: parseJson(text) ?? parseYaml(text) }
  } catch (error) {
    if (error instanceof ServiceError) return { problem: error.message }
    throw error
  }
}

parentPort?.postMessage(answer(), [])
