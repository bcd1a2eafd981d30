import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { UNKNOWN } from '../packages/terraform-provider/src/conversion/value.ts'
import { text } from '../packages/terraform-provider/src/framework/schema.ts'
import { BrokenProvider, type Faults, plainSchema } from './support/broken-provider.ts'
import { findProgram, testWith } from './support/find-program.ts'
import { TerraformProject } from './support/terraform.ts'

const test = testWith('terraform', findProgram('terraform') !== undefined)

const plan = ['plan']
const apply = ['apply', '-auto-approve']
const change = ['apply', '-auto-approve', '-var', 'note=new']
const destroy = ['destroy', '-auto-approve']
const bring = ['import', 'broken_thing.it', '7']

const no = () => {
  throw new RangeError('not today')
}
/** What no compiler lets pass, and a cast does. */
const wrong = (value: unknown) => value as never

interface Case {
  readonly what: string
  readonly faults: Faults
  readonly words: string[]
  /** Whether it is there before. */
  readonly isThere?: true
  readonly complaint: string
  /** What the state has afterwards: an attribute and its value; undefined for none. */
  readonly left?: Readonly<Record<string, unknown>>
}

/** A complaint as Terraform prints it: the summary, the line that it points at, the detail. */
const shown = (line: number, code: string, summary: string, detail: string) =>
  `${summary} with broken_thing.it, on main.tf line ${line}, in resource "broken_thing" "it": ${line}: ${code} ${detail}`
const atResource = (summary: string, detail: string) => shown(19, 'resource "broken_thing" "it" {', summary, detail)
const at = (name: string, line: number, summary: string, detail: string) =>
  shown(line, `${name} = var.${name}`, summary, detail)

const cases: readonly Case[] = [
  {
    what: 'check throws',
    faults: { check: no },
    words: plan,
    complaint: atResource('The provider failed', 'RangeError: not today'),
  },
  {
    what: 'checkPlan throws',
    faults: { checkPlan: no },
    words: plan,
    complaint: atResource('The provider failed', 'RangeError: not today'),
  },
  {
    what: 'create throws',
    faults: { create: no },
    words: apply,
    complaint: atResource('The provider failed', 'RangeError: not today'),
  },
  {
    what: 'create answers a value of another type',
    faults: { create: () => Promise.resolve({ id: '7', size: wrong('large') }) },
    words: apply,
    complaint: atResource(
      'broken_thing is at fault: its create answered what its schema does not have',
      'size is not a number.',
    ),
    left: { id: '7', size: null },
  },
  {
    what: 'create answers nothing',
    faults: { create: () => Promise.resolve(wrong(undefined)) },
    words: apply,
    complaint: atResource(
      'broken_thing is at fault: its create answered what its schema does not have',
      'It answered no object.',
    ),
    left: { id: null },
  },
  {
    what: 'create answers what is unknown',
    faults: { create: () => Promise.resolve({ id: wrong(UNKNOWN) }) },
    words: apply,
    complaint: atResource(
      'broken_thing is at fault: its create answered what its schema does not have',
      'id is unknown. What an API answers is known.',
    ),
    left: { id: null },
  },
  {
    what: 'read answers other than planned',
    faults: { read: (state) => Promise.resolve({ ...state, name: 'other' }) },
    words: apply,
    complaint: at(
      'name',
      20,
      'name is not what was planned',
      'The API took name, and then answered another value than the planned one.',
    ),
    left: { id: '7', name: 'other' },
  },
  {
    what: 'read answers fewer blocks than planned',
    faults: { read: (state) => Promise.resolve({ ...state, part: [] }) },
    words: apply,
    complaint: atResource(
      'part is not what was planned',
      'The API took part, and then answered another value than the planned one.',
    ),
    left: { id: '7', part: [] },
  },
  {
    what: 'read throws after create',
    faults: { read: no },
    words: apply,
    complaint: atResource('The provider failed', 'RangeError: not today'),
    left: { id: '7' },
  },
  {
    what: 'read finds nothing after create',
    faults: { read: () => Promise.resolve(undefined) },
    words: apply,
    complaint: atResource('The provider failed', 'Error: broken_thing is gone right after it was written'),
    left: { id: '7' },
  },
  {
    what: 'read answers what is unknown after create',
    faults: { read: (state) => Promise.resolve({ ...state, size: wrong(UNKNOWN) }) },
    words: apply,
    complaint: atResource(
      'broken_thing is at fault: its read answered what its schema does not have',
      'size is unknown. What an API answers is known.',
    ),
    left: { id: '7', size: null },
  },
  {
    what: 'read answers what is unknown',
    faults: { read: (state) => Promise.resolve({ ...state, note: wrong(UNKNOWN) }) },
    words: plan,
    isThere: true,
    complaint: at(
      'note',
      21,
      'broken_thing is at fault: its read answered what its schema does not have',
      'note is unknown. What an API answers is known.',
    ),
    left: { id: '7', note: null },
  },
  {
    what: 'read answers a value of another type',
    faults: { read: (state) => Promise.resolve({ ...state, part: wrong([{ key: 7 }]) }) },
    words: plan,
    isThere: true,
    complaint: atResource(
      'broken_thing is at fault: its read answered what its schema does not have',
      'part[0].key is not a text.',
    ),
    left: { id: '7', size: 1 },
  },
  {
    what: 'a rule of the plan throws',
    faults: { schema: { ...plainSchema, note: text('optional', { replace: no }) } },
    words: change,
    isThere: true,
    complaint: atResource('The provider failed', 'RangeError: not today'),
    left: { id: '7', note: null },
  },
  {
    what: 'update throws',
    faults: { update: no },
    words: change,
    isThere: true,
    complaint: atResource('The provider failed', 'RangeError: not today'),
    left: { id: '7', note: null },
  },
  {
    what: 'update does nothing',
    faults: { read: (state) => Promise.resolve({ ...state, note: null }) },
    words: change,
    isThere: true,
    complaint: at(
      'note',
      21,
      'note is not what was planned',
      'The API took note, and then answered another value than the planned one.',
    ),
    left: { id: '7', note: null },
  },
  {
    what: 'delete throws',
    faults: { delete: no },
    words: destroy,
    isThere: true,
    complaint: 'The provider failed broken_thing is not removed. RangeError: not today',
    left: { id: '7' },
  },
  {
    what: 'checkImport throws',
    faults: { checkImport: no },
    words: bring,
    complaint: 'The provider failed RangeError: not today',
  },
  {
    what: 'a name that Terraform does not have',
    faults: { schema: wrong({ Name: text('required') }) },
    words: plan,
    complaint: 'broken_thing is declared wrongly: Name is no name: only a to z, 0 to 9 and _ are allowed',
  },
  {
    what: 'a fallback of another type',
    faults: { schema: wrong({ name: text('optional', { fallback: 7 }) }) },
    words: plan,
    complaint: 'broken_thing is declared wrongly: The fallback of name is not a text',
  },
]

/** Terraform itself would say that this is a fault of the provider: here it is said whose, where, and what. */
test.each(cases)('$what', async ({ faults, words, isThere, complaint, left }) => {
  await using provider = new BrokenProvider()
  const project = await open(provider)
  if (isThere) await project.apply()
  provider.faults = faults
  const [command = '', ...rest] = words
  const { status, stderr } = await project.try(command, '-no-color', '-input=false', ...rest)
  const said = stderr.replaceAll(/\s+/g, ' ')
  expect(status).toBe(1)
  expect(said).toContain(complaint)
  expect(said).not.toMatch(/bug in the provider|Plugin error|produced|rpc error/)
  provider.faults = {}
  const state = JSON.parse(await project.run('show', '-json')) as State
  const values = state.values?.root_module.resources?.[0]?.values
  if (left === undefined) expect(values).toBeUndefined()
  else expect(values).toMatchObject(left)
})

test('a stored state that is not of the schema', async () => {
  await using provider = new BrokenProvider()
  const project = await open(provider)
  await project.apply()
  const path = join(project.directory, 'terraform.tfstate')
  project.write('terraform.tfstate', readFileSync(path, 'utf8').replace('"size": 1', '"size": "large"'))
  const { status, stderr } = await project.try('plan', '-no-color', '-input=false')
  const complaint = 'A state of broken_thing is not of its schema'
  expect([status, stderr.replaceAll(/\s+/g, ' ')]).toEqual([1, expect.stringContaining(complaint)])
  expect(stderr).toContain('size is not a number')
})

async function open(provider: BrokenProvider): Promise<TerraformProject> {
  const project = await TerraformProject.open(join(import.meta.dirname, 'terraform/broken'), {}, '/nowhere')
  project.setEnvironment('TF_REATTACH_PROVIDERS', await provider.start())
  return project
}

interface State {
  readonly values?: { readonly root_module: { readonly resources?: readonly { readonly values: object }[] } }
}
