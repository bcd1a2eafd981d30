import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pythonFinder } from '../../packages/gateway/src/functions/runtime/find-python.ts'
import { findProgram } from './find-program.ts'
import { runProgram } from './run-program.ts'

/** The program itself, beside its interpreter: a version manager's shim would add a third to the time of each command. */
async function findCli(): Promise<string | undefined> {
  const python = await pythonFinder()('python3')
  const beside = join(dirname(python?.program ?? ''), 'aws')
  return python !== undefined && existsSync(beside) ? beside : findProgram('aws')
}

const program = await findCli()

export const hasAwsCli = program !== undefined

/** The AWS CLI, pointed at a server. */
export class AwsCli {
  readonly #endpoint: string
  constructor(endpoint: string) {
    this.#endpoint = endpoint
  }

  /** Runs `aws {service} {words}` and answers what it printed as JSON; `{}` where it printed nothing. */
  async run(service: string, ...words: string[]): Promise<Record<string, unknown>> {
    const { status, stdout, stderr } = await this.#start(service, words)
    if (status !== 0) throw new Error(`aws ${service} ${words.join(' ')}: ${stderr.trim()}`)
    return stdout.trim() === '' ? {} : (JSON.parse(stdout) as Record<string, unknown>)
  }

  /** Runs a command that must be refused; answers `{code}: {message}`. */
  async refusal(service: string, ...words: string[]): Promise<string> {
    const { status, stderr } = await this.#start(service, words)
    const match = /An error occurred \((\w+)\) when calling the \w+ operation: (.*)/.exec(stderr)
    if (status === 0 || match === null) throw new Error(`aws ${service} ${words.join(' ')} was not refused: ${stderr}`)
    return `${match[1]}: ${match[2]}`
  }

  #start(service: string, words: readonly string[]) {
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_MAX_ATTEMPTS: '1',
      AWS_PAGER: '',
    }
    delete env['AWS_PROFILE']
    return runProgram(program ?? 'aws', ['--endpoint-url', this.#endpoint, '--output', 'json', service, ...words], {
      env,
    })
  }
}
