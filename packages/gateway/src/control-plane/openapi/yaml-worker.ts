import { parentPort, workerData } from 'node:worker_threads'
import { ServiceError } from '../../aws-protocol/service-error.ts'
import { parseYaml } from './parse-yaml.ts'
import type { YamlAnswer } from './read-yaml.ts'

/** The whole of a thread that reads one document (read-yaml.ts). */
function answer(): YamlAnswer {
  try {
    return { value: parseYaml(workerData as string) }
  } catch (error) {
    if (error instanceof ServiceError) return { problem: error.message }
    throw error
  }
}

parentPort?.postMessage(answer())
