import { join } from 'node:path'
import { expect } from 'vitest'
import { UNKNOWN, type Value, type ValueRecord } from '../packages/terraform-provider/src/conversion/value.ts'
import { type Break, BrokenProvider, breakAnswer, breakState, dynamic, withDefault } from './support/broken-provider.ts'
import { findProgram, testWith } from './support/find-program.ts'
import { TerraformProject } from './support/terraform.ts'

const test = testWith('terraform', findProgram('terraform') !== undefined)

const plan = ['plan']
const apply = ['apply', '-auto-approve']
const destroy = ['destroy', '-auto-approve']
const bring = ['import', 'broken_thing.it', '7']
const edit = ['-var', 'note=new']

type Change = (state: ValueRecord) => Value
const planned = (change: Change) => breakState('PlanResourceChange', 'plannedState', change)
const applied = (change: Change) => breakState('ApplyResourceChange', 'newState', change)
const read = (change: Change) => breakState('ReadResource', 'newState', change)
const upgraded = (change: Change) => breakState('UpgradeResourceState', 'upgradedState', change)
const imported = (typeName: string, state: Value) =>
  breakAnswer('ImportResourceState', () => ({ importedResources: [{ typeName, state: dynamic(state) }] }))

const there: ValueRecord = { name: 'a', note: null, mode: null, size: 1, id: '7', part: [] }
let count = 0

/** What breaks, where nothing is there yet; the command; Terraform's own complaint. */
const first: readonly (readonly [string, Break, string[], string])[] = [
  [
    'planned: a value for what is neither configured nor computed',
    planned((state) => ({ ...state, note: 'x' })),
    plan,
    'Provider produced invalid plan Provider "registry.terraform.io/example/broken" planned an invalid value for broken_thing.it.note: planned value cty.StringVal("x") for a non-computed attribute.',
  ],
  [
    'planned: other than configured',
    planned((state) => ({ ...state, name: 'x' })),
    plan,
    'it.name: planned value cty.StringVal("x") does not match config value cty.StringVal("a").',
  ],
  [
    'planned: fewer blocks',
    planned((state) => ({ ...state, part: [] })),
    plan,
    'it.part: block count in plan (0) disagrees with count in config (1).',
  ],
  [
    'planned: null for blocks',
    planned((state) => ({ ...state, part: null })),
    plan,
    'it.part: attribute representing a list of nested blocks must be empty to indicate no blocks, not null.',
  ],
  [
    'planned: unknown for blocks',
    planned((state) => ({ ...state, part: UNKNOWN })),
    plan,
    'it.part: attribute representing nested block must not be unknown itself',
  ],
  [
    'planned: a block that is unknown',
    planned((state) => ({ ...state, part: [UNKNOWN] })),
    plan,
    'it.part[0]: element representing nested block must not be unknown itself',
  ],
  ['planned: nothing', planned(() => null), plan, 'it: planned for absence but config wants existence.'],
  [
    'planned: a value of another type',
    planned((state) => ({ ...state, size: true })),
    plan,
    'Error: ["size"]: number is required',
  ],
  [
    'planned: attributes are missing',
    planned(() => ({ name: 'a' })),
    plan,
    'an object with 6 attributes is required (1 given)',
  ],
  [
    'planned: an attribute that the schema lacks',
    planned((state) => ({ ...state, more: 'x' })),
    plan,
    'an object with 6 attributes is required (7 given)',
  ],
  [
    'planned again while applying: another value',
    planned((state) => ({ ...state, id: String(count++) })),
    apply,
    'Provider produced inconsistent final plan When expanding the plan for broken_thing.it to include new values learned so far during apply, provider "registry.terraform.io/example/broken" produced an invalid new value for .id: was cty.StringVal(',
  ],
  [
    'applied: another value than planned',
    applied((state) => ({ ...state, name: 'x' })),
    apply,
    'Provider produced inconsistent result after apply When applying changes to broken_thing.it, provider "provider[\\"registry.terraform.io/example/broken\\"]" produced an unexpected new value: .name: was cty.StringVal("a"), but now cty.StringVal("x").',
  ],
  [
    'applied: a value where null was planned',
    applied((state) => ({ ...state, note: 'x' })),
    apply,
    'produced an unexpected new value: .note: was null, but now cty.StringVal("x").',
  ],
  [
    'applied: fewer blocks',
    applied((state) => ({ ...state, part: [] })),
    apply,
    'produced an unexpected new value: .part: block count changed from 1 to 0.',
  ],
  [
    'applied: nothing is there',
    applied(() => null),
    apply,
    'produced an unexpected new value: Root object was present, but now absent.',
  ],
  [
    'applied: an unknown value is left',
    applied((state) => ({ ...state, id: UNKNOWN })),
    apply,
    'Provider returned invalid result object after apply After the apply operation, the provider still indicated an unknown value for broken_thing.it.id.',
  ],
  [
    'applied: a value of another type',
    applied((state) => ({ ...state, size: true })),
    apply,
    'Error: ["size"]: number is required',
  ],
  [
    'imported: another resource',
    imported('broken_other', there),
    bring,
    'provider does not support resource type "broken_other"',
  ],
  [
    'imported, and then not found',
    read(() => null),
    bring,
    'Cannot import non-existent remote object While attempting to import an existing object to "broken_thing.it", the provider detected that no object exists with the given id.',
  ],
  [
    'schema: neither required nor optional nor computed',
    breakAnswer('GetProviderSchema', (answer) => ({
      ...answer,
      resourceSchemas: [
        { key: 'broken_thing', value: { block: { attributes: [{ name: 'name', type: Buffer.from('"string"') }] } } },
      ],
    })),
    plan,
    'has invalid schema for managed resource type "broken_thing", which is a bug in the provider: "name: must set Optional, Required or Computed"',
  ],
  [
    'schema: required and computed',
    breakAnswer('GetProviderSchema', (answer) => ({
      ...answer,
      resourceSchemas: [
        {
          key: 'broken_thing',
          value: {
            block: { attributes: [{ name: 'name', type: Buffer.from('"string"'), required: true, computed: true }] },
          },
        },
      ],
    })),
    plan,
    '"name: cannot set both Computed and Required"',
  ],
]

/** The same where the thing is there. */
const later: typeof first = [
  [
    'planned: other than configured and than before',
    planned((state) => ({ ...state, name: 'x' })),
    [...plan, ...edit],
    'it.name: planned value cty.StringVal("x") does not match config value cty.StringVal("a") nor prior value cty.StringVal("a").',
  ],
  [
    'planned: something in place of what is destroyed',
    planned((state) => ('name' in state ? state : there)),
    destroy,
    'Provider produced invalid plan Provider "registry.terraform.io/example/broken" planned a non-null destroy value for broken_thing.it.',
  ],
  [
    'planned: replacement for an attribute that is not there',
    breakAnswer('PlanResourceChange', (answer) => ({
      ...answer,
      requiresReplace: [{ steps: [{ attributeName: 'nothing' }] }],
    })),
    [...plan, ...edit],
    'has indicated "requires replacement" on broken_thing.it for a non-existent attribute path cty.Path{cty.GetAttrStep{Name:"nothing"}}.',
  ],
  [
    'planned again while applying: another action',
    breakAnswer('PlanResourceChange', (answer) => ({
      ...answer,
      requiresReplace: count++ % 2 === 0 ? [] : [{ steps: [{ attributeName: 'note' }] }],
    })),
    [...apply, ...edit],
    'provider "registry.terraform.io/example/broken" changed the planned action from Update to DeleteThenCreate.',
  ],
  [
    'applied: a planned value is gone',
    applied((state) => ({ ...state, note: null })),
    [...apply, ...edit],
    'produced an unexpected new value: .note: was cty.StringVal("new"), but now null.',
  ],
  [
    'destroyed: something is there still',
    applied(() => there),
    destroy,
    'Provider returned invalid result object after apply After applying a Delete plan, the provider returned a non-null object for broken_thing.it.',
  ],
  [
    'read: an unknown value',
    read((state) => ({ ...state, size: UNKNOWN })),
    plan,
    'Provider produced invalid object Provider "registry.terraform.io/example/broken" planned an invalid value for broken_thing.it during refresh: The returned state contains unknown values.',
  ],
  [
    'read: a value of another type',
    read((state) => ({ ...state, size: true })),
    plan,
    'Error: ["size"]: number is required',
  ],
  [
    'upgraded: an unknown value',
    upgraded((state) => ({ ...state, size: UNKNOWN })),
    plan,
    'Invalid resource state upgrade The broken provider upgraded the state for broken_thing.it from a previous version, but produced an invalid result: The returned state contains unknown values.',
  ],
  [
    'upgraded: attributes are missing',
    upgraded(() => ({ name: 'a' })),
    plan,
    'an object with 6 attributes is required (1 given)',
  ],
]

test.each(first)('%s', (_, broken, words, complaint) => provoke(broken, words, complaint, false))
test.each(later)('%s', (_, broken, words, complaint) => provoke(broken, words, complaint, true))

async function provoke(broken: Break, words: string[], complaint: string, isThere: boolean): Promise<void> {
  await using provider = new BrokenProvider()
  const project = await open(provider)
  if (isThere) await project.apply()
  count = 0
  provider.break = broken
  const [command = '', ...rest] = words
  const { status, stderr } = await project.try(command, '-no-color', '-input=false', ...rest)
  expect(status).toBe(1)
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain(complaint)
}

/**
 * hashicorp/aws has defaults on attributes that are not computed, and its states hold them. Whatever is planned for such
 * an attribute, Terraform refuses it without the flag, or the plan of such a state is not empty.
 */
test('a default on an attribute that is not computed cannot do without the legacy flag', async () => {
  await using provider = new BrokenProvider()
  provider.faults = withDefault
  const project = await open(provider)
  await project.apply()
  expect(await project.plan()).toBe('')

  const withoutFlag = (mode: Value) => (answer: object) => ({
    ...planned((state) => ({ ...state, mode })).change(answer),
    legacyTypeSystem: false,
  })
  provider.break = { method: 'PlanResourceChange', change: withoutFlag('SLOW') }
  await expect(project.plan({ note: 'new' })).rejects.toThrow(
    /planned value\s+cty\.StringVal\("SLOW"\)\s+for\s+a\s+non-computed\s+attribute/,
  )
  provider.break = { method: 'PlanResourceChange', change: withoutFlag(null) }
  expect(await project.plan()).toMatch(/- mode += "SLOW" -> null/)
})

test('an import block for which nothing comes', async () => {
  await using provider = new BrokenProvider()
  const project = await open(provider)
  project.write('import.tf', 'import {\n  to = broken_thing.it\n  id = "7"\n}\n')
  provider.break = breakAnswer('ImportResourceState', () => ({}))
  const { status, stderr } = await project.try('plan', '-no-color', '-input=false')
  expect([status, stderr.replaceAll(/\s+/g, ' ')]).toEqual([
    1,
    expect.stringContaining('Import returned no resources While attempting to import with ID 7'),
  ])
})

async function open(provider: BrokenProvider): Promise<TerraformProject> {
  const project = await TerraformProject.open(join(import.meta.dirname, 'terraform/broken'), {}, '/nowhere')
  project.setEnvironment('TF_REATTACH_PROVIDERS', await provider.start())
  return project
}
