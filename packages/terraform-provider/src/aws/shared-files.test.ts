import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSharedConfigFiles } from '@smithy/core/config'
import { afterAll, expect, test } from 'vitest'
import { readConfiguration } from './configuration.ts'
import { checkProfile, expandPath, useSharedFiles } from './shared-files.ts'

const directory = mkdtempSync(join(tmpdir(), 'postern-shared-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

function write(name: string, text: string): string {
  const path = join(directory, name)
  writeFileSync(path, text)
  return path
}

test.each([
  ['~/.aws/config', join(homedir(), '.aws/config')],
  ['/a/$NAME/${NAME}/$OTHER', '/a/x/x/$OTHER'],
  ['plain', 'plain'],
  ['~user/x', '~user/x'],
])('%s is %s', (path, expected) => {
  expect(expandPath(path, { NAME: 'x' })).toBe(expected)
})

test('files that are listed are read as one, the later over the earlier; missing ones are passed over', async () => {
  const one = write('one', '[profile a]\nregion = us-east-1\noutput = json\n[profile b]\nregion = eu-west-1')
  const two = write('two', '[profile a]\nregion = ap-south-1')
  const keys = write('keys', '[a]\naws_access_key_id = k')
  const environment = { AWS_CONFIG_FILE: join(directory, 'unused'), AWS_SHARED_CREDENTIALS_FILE: join(directory, 'no') }
  const lists = { configFiles: [one, join(directory, 'missing'), two], credentialsFiles: ['$DIR/keys'] }
  await useSharedFiles(lists, { ...environment, DIR: directory })
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    configFilepath: environment.AWS_CONFIG_FILE,
    filepath: environment.AWS_SHARED_CREDENTIALS_FILE,
  })
  expect(configFile).toEqual({ a: { region: 'ap-south-1', output: 'json' }, b: { region: 'eu-west-1' } })
  expect(credentialsFile).toEqual({ a: { aws_access_key_id: 'k' } })
  expect(keys).toBe(join(directory, 'keys'))
})

test('a file that cannot be read is a failure', async () => {
  const lists = { configFiles: [directory], credentialsFiles: [] }
  await expect(useSharedFiles(lists, {})).rejects.toThrow(directory)
})

test('a profile that no file has is named, with the files', async () => {
  const own = readConfiguration({ profile: 'nope', shared_config_files: ['/x'] }, {})
  await expect(checkProfile(own, {})).rejects.toMatchObject({
    summary: 'failed to get shared config profile, nope',
    message: expect.stringContaining("the provider's block names it). Read: /x, ") as string,
  })
  await expect(checkProfile(readConfiguration({}, {}), { AWS_PROFILE: 'nope' })).rejects.toThrow(/AWS_PROFILE names it/)
  await expect(checkProfile(readConfiguration({}, {}), {})).resolves.toBeUndefined()
  const keys = readConfiguration({ profile: 'nope', access_key: 'a', secret_key: 'b' }, {})
  await expect(checkProfile(keys, {})).resolves.toBeUndefined()
})
