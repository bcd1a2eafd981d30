import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'
import { bundleExample } from '../packages/terraform-provider/build/bundle-example.ts'
import { findProgram, testWith } from './support/find-program.ts'
import { TerraformProject } from './support/terraform.ts'

const test = testWith('terraform', findProgram('terraform') !== undefined)

const directory = mkdtempSync(join(tmpdir(), 'postern-notes-'))
afterAll(() => rmSync(directory, { recursive: true, force: true }))

test('a provider of somebody else’s, written with the framework: apply, change, drift, import, destroy', async () => {
  const notes = join(directory, 'notes')
  const source = join(import.meta.dirname, 'terraform/notes')
  const project = await TerraformProject.open(
    source,
    { directory: notes },
    await bundleExample(directory),
    'example/notes',
  )
  await project.apply()
  expect(await project.outputs()).toMatchObject({ found: 'READ ME: for terraform, urgent, revision 1' })
  expect(await project.plan()).toBe('')

  await project.apply({ text: 'changed' })
  expect(await project.outputs()).toMatchObject({ found: 'READ ME: changed, urgent, revision 2' })
  expect(await project.plan({ text: 'changed' })).toBe('')
  const { id } = (await project.outputs()) as { id: string }

  await project.run('state', 'rm', 'notes_note.first')
  await project.run('import', '-input=false', 'notes_note.first', id)
  expect(await project.plan({ text: 'changed' })).toBe('')

  rmSync(join(notes, `${id}.json`))
  expect(await project.plan({ text: 'changed' })).toContain('Plan: 1 to add, 0 to change, 0 to destroy.')
  await project.apply({ text: 'changed' })
  await project.run('destroy', '-auto-approve', '-input=false')
  expect(readdirSync(notes)).toEqual([])
})
