import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { CreateApiCommand, GetIntegrationsCommand } from '@aws-sdk/client-apigatewayv2'
import { afterAll, test as anywhere, beforeAll, expect } from 'vitest'
import { bundleProvider } from '../packages/terraform-provider/build/bundle-provider.ts'
import { releaseProvider } from '../packages/terraform-provider/build/release-provider.ts'
import { clientOf } from './support/client.ts'
import { findNode } from './support/find-node.ts'
import { findProgram, testWith } from './support/find-program.ts'
import { PosternProcess } from './support/postern-process.ts'
import { runProgram } from './support/run-program.ts'
import { TerraformProject } from './support/terraform.ts'

const test = testWith('terraform', findProgram('terraform') !== undefined)

const ADDRESS = 'hashicorp/aws'
const VERSION = '5.100.0'
const OWN_ADDRESS = 'postern.local/postern/aws'
const STEM = `terraform-provider-aws_${VERSION}`

const scratch = mkdtempSync(join(tmpdir(), 'postern-release-'))
const release = join(scratch, 'release')
const packed = join(scratch, 'packed')
beforeAll(async () => {
  await releaseProvider(release, VERSION)
  const place = join(packed, 'registry.terraform.io', ADDRESS)
  mkdirSync(place, { recursive: true })
  for (const name of readdirSync(release)) if (name.endsWith('.zip')) cpSync(join(release, name), join(place, name))
})
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

anywhere('a release is what a registry publishes, with its checksums', async () => {
  const zips = ['darwin_amd64', 'darwin_arm64', 'linux_amd64', 'linux_arm64'].map((target) => `${STEM}_${target}.zip`)
  const sums = `${STEM}_SHA256SUMS`
  expect(readdirSync(release).sort()).toEqual([...zips, `${STEM}_manifest.json`, sums].sort())
  const manifest: unknown = JSON.parse(readFileSync(join(release, `${STEM}_manifest.json`), 'utf8'))
  expect(manifest).toEqual({ version: 1, metadata: { protocol_versions: ['6.0'] } })
  const lines = readFileSync(join(release, sums), 'utf8').trim().split('\n')
  expect(lines.map((line) => line.split('  ')[1])).toEqual([...zips, `${STEM}_manifest.json`])
  for (const [sum, name] of lines.map((line) => line.split('  ') as [string, string])) {
    expect(sum).toBe(
      createHash('sha256')
        .update(readFileSync(join(release, name)))
        .digest('hex'),
    )
  }
  const sha256sum = findProgram('sha256sum')
  if (sha256sum === undefined) return
  const { status, stdout } = await runProgram(sha256sum, ['-c', '--strict', sums], { cwd: release })
  expect([status, stdout]).toEqual([0, lines.map((line) => `${line.split('  ')[1]}: OK\n`).join('')])
})

anywhere('equal sources make equal bytes, elsewhere on the globe too', async () => {
  const again = join(scratch, 'again')
  const program = join(import.meta.dirname, '../packages/terraform-provider/build/release-provider.ts')
  const env = { ...process.env, TZ: 'Pacific/Kiritimati' }
  const { status, stderr } = await runProgram(process.execPath, [program, again, '--version', VERSION], { env })
  expect([status, stderr]).toEqual([0, ''])
  expect(readdirSync(again)).toEqual(readdirSync(release))
  const unequal = readdirSync(again).filter(
    (name) => !readFileSync(join(again, name)).equals(readFileSync(join(release, name))),
  )
  expect(unequal).toEqual([])
})

anywhere('a version that is none is refused', async () => {
  await expect(releaseProvider(join(scratch, 'none'), '5.100')).rejects.toThrow('5.100 is not a version')
})

test('installed from a packed mirror, for a constraint of hashicorp/aws', async () => {
  await using postern = await PosternProcess.start()
  const project = await open(postern, ADDRESS, '~> 5.0')
  project.useMirror(packed, ADDRESS)
  await expectToWork(project)
  expect(lockOf(project)).toMatch(/provider "registry\.terraform\.io\/hashicorp\/aws" \{\n {2}version +=/)
  expect(lockOf(project)).toContain(VERSION)
})

test('installed from an unpacked mirror, at an address of its own', async () => {
  // Terraform itself unpacks one, so that its modes are those of the zip.
  const unpacker = await open({ url: 'http://127.0.0.1:1' }, ADDRESS, VERSION)
  unpacker.useMirror(packed, ADDRESS)
  await unpacker.run('init', '-input=false')
  const mirror = join(scratch, 'unpacked')
  const unpacked = join(unpacker.directory, '.terraform/providers/registry.terraform.io', ADDRESS)
  cpSync(unpacked, join(mirror, OWN_ADDRESS), { recursive: true, dereference: true })

  await using postern = await PosternProcess.start()
  const project = await open(postern, OWN_ADDRESS, VERSION)
  project.useMirror(mirror, OWN_ADDRESS)
  await expectToWork(project)
  expect(lockOf(project)).toContain(`provider "${OWN_ADDRESS}"`)

  // Where another provider keeps the name `aws`.
  const renamed = await open(postern, OWN_ADDRESS, VERSION, 'postern')
  renamed.useMirror(mirror, OWN_ADDRESS)
  const main = readFileSync(join(renamed.directory, 'main.tf'), 'utf8')
  renamed.write(
    'main.tf',
    main.replace('provider "aws"', 'provider "postern"').replace(/^resource .*$/m, '$&\n  provider = postern'),
  )
  await expectToWork(renamed)
})

test('used by dev_overrides, without init', async () => {
  await using postern = await PosternProcess.start()
  const project = await open(postern, ADDRESS, '~> 5.0')
  project.useProvider(dirname(await bundleProvider(join(scratch, 'development'))))
  await project.run('validate')
  expect(await project.plan()).toContain('Plan: 1 to add')
})

test('a lock file of hashicorp/aws is renewed by terraform providers lock', async () => {
  const project = await open({ url: 'http://127.0.0.1:1' }, ADDRESS, '~> 5.0')
  project.useMirror(packed, ADDRESS)
  const theirs = 'h1:Ijt7pOlB7Tr7maGQIqtsLFbl7pSMIj06TVdkoSBcYOw='
  const lines = [`  version = "${VERSION}"`, `  constraints = "~> 5.0"`, `  hashes = ["${theirs}"]`]
  project.write('.terraform.lock.hcl', `provider "registry.terraform.io/hashicorp/aws" {\n${lines.join('\n')}\n}\n`)
  const { status, stderr } = await project.try('init', '-input=false', '-no-color')
  expect([status, stderr.replaceAll(/\s+/g, ' ')]).toEqual([1, expect.stringContaining('match any of the checksums')])

  // One that this is not: the same file serves all systems.
  const another = readdirSync(release).find((name) => !name.includes(process.platform) && name.endsWith('arm64.zip'))
  const platform = another?.split('_').slice(2).join('_').replace('.zip', '')
  await project.run('providers', 'lock', `-fs-mirror=${packed}`, `-platform=${platform}`)
  expect(lockOf(project)).toContain(theirs)
  expect(lockOf(project).match(/h1:[^"]+/g)).toHaveLength(2)
  await project.run('init', '-input=false')
  await project.run('validate')
})

const oldest = await findNode(20)
if (oldest === undefined) console.warn('Skipped: no Node 20 on the PATH')
const testOldest = oldest === undefined ? test.skip : test

testOldest('Node 20 runs it: init, plan, apply, an empty plan, destroy', async () => {
  await using postern = await PosternProcess.start()
  const project = await open(postern, ADDRESS, '~> 5.0')
  project.useMirror(packed, ADDRESS)
  // The one program that it finds.
  project.setEnvironment(
    'PATH',
    directoryWith('oldest', (node) => symlinkSync(oldest ?? '', node)),
  )
  await expectToWork(project)
  await project.apply()
  const { Items = [] } = await clientOf(postern.url).send(new GetIntegrationsCommand({ ApiId: apiOf(project) }))
  expect(Items.map(({ IntegrationMethod }) => IntegrationMethod)).toEqual(['ANY'])
  expect(await project.plan()).toBe('')
  await project.destroy()
})

test('a Node that is too old is told so, to Terraform as well', async () => {
  const provider = await bundleProvider(join(scratch, 'too-old'))
  const versions = encodeURIComponent('Object.defineProperty(process, "versions", { value: { node: "18.20.8" } })')
  const words = ['--import', `data:text/javascript,${versions}`]
  const refusal = 'This Terraform provider needs Node 20 or newer. The node on the PATH is v18.20.8.'
  const alone = await runProgram(process.execPath, [...words, provider])
  expect(alone).toEqual({ status: 1, stdout: '', stderr: `${refusal}\n` })

  const project = await open({ url: 'http://127.0.0.1:1' }, ADDRESS, '~> 5.0')
  project.useProvider(dirname(provider))
  const script = `#!/bin/sh\nexec '${process.execPath}' ${words.map((word) => `'${word}'`).join(' ')} "$@"\n`
  project.setEnvironment(
    'PATH',
    directoryWith('old', (node) => writeFileSync(node, script, { mode: 0o755 })),
  )
  const { status, stderr } = await project.try('validate', '-no-color')
  expect([status, stderr.replaceAll(/\s+/g, ' ')]).toEqual([1, expect.stringContaining(refusal)])
})

const apis = new WeakMap<TerraformProject, string>()
const apiOf = (project: TerraformProject) => apis.get(project)

async function open(
  postern: { url: string },
  source: string,
  version: string,
  name = 'aws',
): Promise<TerraformProject> {
  const api = postern instanceof PosternProcess ? await makeApi(postern) : 'none'
  const variables = { endpoint: postern.url, api }
  const project = await TerraformProject.open(join(import.meta.dirname, 'terraform/release'), variables, scratch)
  const provider = `${name} = {\n      source  = "${source}"\n      version = "${version}"\n    }`
  project.write('versions.tf', `terraform {\n  required_providers {\n    ${provider}\n  }\n}\n`)
  apis.set(project, api)
  return project
}

async function makeApi(postern: PosternProcess): Promise<string> {
  const api = { Name: 'api', ProtocolType: 'HTTP' } as const
  return (await clientOf(postern.url).send(new CreateApiCommand(api))).ApiId ?? ''
}

async function expectToWork(project: TerraformProject): Promise<void> {
  await project.run('init', '-input=false', '-no-color')
  await project.run('validate')
  expect(await project.plan()).toContain('Plan: 1 to add')
}

const lockOf = (project: TerraformProject) => readFileSync(join(project.directory, '.terraform.lock.hcl'), 'utf8')

/** A directory with nothing but a program called `node`. */
function directoryWith(name: string, write: (node: string) => void): string {
  const directory = join(scratch, name)
  mkdirSync(directory)
  write(join(directory, 'node'))
  return directory
}
