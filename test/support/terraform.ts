import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findProgram } from './find-program.ts'
import { type ProgramResult, runProgram } from './run-program.ts'
import { RunningTerraform } from './running-terraform.ts'

const terraform = findProgram('terraform')

const directories: string[] = []
function removeDirectories(): void {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true })
}

/** The directory that holds the provider's program, found at run time; undefined where there is none. */
export async function findProvider(): Promise<string | undefined> {
  const words = [
    '/',
    '-xdev',
    '-name',
    'terraform-provider-aws_v5.100.0*',
    // Such is a release of our own under that version.
    '!',
    '-name',
    '*.mjs',
    '-path',
    '*registry.terraform.io*',
    // Projects of other tests, which may have installed our own provider in its place.
    '-not',
    '-path',
    '*/postern-terraform-*',
    '-print',
  ]
  const { stdout } = await runProgram('find', [...words, '-quit'])
  const path = stdout.trim()
  return path === '' ? undefined : dirname(path)
}

/** The file-system mirror that the provider lies in. */
export async function findProviderMirror(): Promise<string | undefined> {
  return (await findProvider())?.split('/registry.terraform.io/')[0]
}

/** Whether Terraform and the provider are on this machine. */
export async function isTerraformThere(): Promise<boolean> {
  return terraform !== undefined && (await findProvider()) !== undefined
}

/** A Terraform project: a copy of a directory of this repository, with a state of its own. */
export class TerraformProject {
  readonly directory: string
  readonly #env: NodeJS.ProcessEnv

  private constructor(directory: string, env: NodeJS.ProcessEnv) {
    this.directory = directory
    this.#env = env
  }

  /**
   * Copies. `variables` are set for every command. The provider comes by `dev_overrides`, which needs no `init` and
   * spares each command the hashing of the provider's 700 MB.
   */
  static async open(
    source: string,
    variables: Readonly<Record<string, string>>,
    providerDirectory?: string,
    address?: string,
  ): Promise<TerraformProject> {
    const directory = mkdtempSync(join(tmpdir(), 'postern-terraform-'))
    if (directories.length === 0) process.once('exit', removeDirectories)
    directories.push(directory)
    cpSync(source, directory, { recursive: true })
    const config = join(directory, 'cli.tfrc')
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_EC2_METADATA_DISABLED: 'true',
      CHECKPOINT_DISABLE: '1',
      TF_CLI_CONFIG_FILE: config,
      TF_IN_AUTOMATION: '1',
    }
    for (const [name, value] of Object.entries(variables)) env[`TF_VAR_${name}`] = value
    const project = new TerraformProject(directory, env)
    project.useProvider(providerDirectory ?? (await findProvider()), address)
    return project
  }

  /** The directory whose program stands for a provider from now on. */
  useProvider(directory: string | undefined, address = 'hashicorp/aws'): void {
    const override = `${JSON.stringify(address)} = ${JSON.stringify(directory)}`
    this.write('cli.tfrc', `provider_installation {\n  dev_overrides {\n    ${override}\n  }\n  direct {}\n}\n`)
  }

  /** A project of test/terraform, with the provider that they all share. */
  static async openTest(name: string, endpoint: string): Promise<TerraformProject> {
    const projects = join(import.meta.dirname, '../terraform')
    const project = await TerraformProject.open(join(projects, name), { endpoint })
    cpSync(join(projects, 'provider.tf'), join(project.directory, 'provider.tf'))
    return project
  }

  /** Sets an environment variable for the commands from now on; undefined takes it away. */
  setEnvironment(name: string, value: string | undefined): void {
    this.#env[name] = value
  }

  /** Writes a file into the project. */
  write(name: string, content: string | Uint8Array): void {
    writeFileSync(join(this.directory, name), content)
  }

  /** The mirror that `init` installs a provider from, and nowhere else. */
  useMirror(directory: string, source: string): void {
    const only = `["${source}"]`
    const mirror = `filesystem_mirror {\n    path    = ${JSON.stringify(directory)}\n    include = ${only}\n  }`
    this.write('cli.tfrc', `provider_installation {\n  ${mirror}\n  direct {\n    exclude = ${only}\n  }\n}\n`)
  }

  /** Runs a command that must succeed, and answers its standard output. */
  async run(...words: string[]): Promise<string> {
    const result = await this.try(...words)
    if (result.status !== 0) throw new Error(`terraform ${words.join(' ')}\n${result.stdout}\n${result.stderr}`)
    return result.stdout
  }

  /** Runs a command that may fail. */
  try(...words: string[]): Promise<ProgramResult> {
    return runProgram(terraform ?? 'terraform', words, { cwd: this.directory, env: this.#env })
  }

  /** Starts a command that the test interferes with. */
  start(...words: string[]): RunningTerraform {
    return new RunningTerraform(terraform ?? 'terraform', words, { cwd: this.directory, env: this.#env })
  }

  apply(variables: Readonly<Record<string, string>> = {}): Promise<string> {
    return this.run('apply', '-auto-approve', '-input=false', '-no-color', ...assignments(variables))
  }

  /** Without reading everything once more: a plan has done that before. */
  destroy(variables: Readonly<Record<string, string>> = {}): Promise<string> {
    const words = ['destroy', '-refresh=false', '-auto-approve', '-input=false', '-no-color']
    return this.run(...words, ...assignments(variables))
  }

  /** What a plan would do, or `''` where it would do nothing. */
  async plan(variables: Readonly<Record<string, string>> = {}, options: readonly string[] = []): Promise<string> {
    const words = ['plan', '-detailed-exitcode', '-input=false', '-no-color', ...assignments(variables)]
    const { status, stdout, stderr } = await this.try(...words, ...options)
    if (status === 1) throw new Error(`terraform plan\n${stdout}\n${stderr}`)
    return status === 0 ? '' : stdout
  }

  async outputs(): Promise<Record<string, unknown>> {
    const outputs = JSON.parse(await this.run('output', '-json')) as Record<string, { value: unknown }>
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]))
  }
}

function assignments(variables: Readonly<Record<string, string>>): string[] {
  return Object.entries(variables).flatMap(([name, value]) => ['-var', `${name}=${value}`])
}
