import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, expect, test } from 'vitest'
import { splitGraph } from './module-graph.ts'
import { packLateModules } from './pack-late-modules.ts'

const root = realpathSync(mkdtempSync(join(tmpdir(), 'postern-pack-')))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const program = {
  'main.mjs': `
    import { say } from './shared.mjs'
    say('main starts')
    const { fail } = await import('./late.mjs')
    const again = await import('./late.mjs')
    say('loaded', again.fail === fail)
    const { Shared } = await import('./shared.mjs')
    await fail().catch((error) => say(error.message, error instanceof Shared))
    const { other } = await import('./other.mjs')
    say(other)`,
  'shared.mjs': `
    export const said = []
    export const say = (...words) => said.push(words.join(' ')) && console.log(said.length, ...words)
    export class Shared extends Error {}`,
  'late.mjs': `
    import { basename } from 'node:path'
    import { Shared, say } from './shared.mjs'
    say('late is evaluated')
    export async function fail() {
      const { name } = await import('./later.mjs')
      const { sep } = await import('node:path')
      throw new Shared(basename('x' + sep + name))
    }`,
  'later.mjs': `
    import { say } from './shared.mjs'
    say('later is evaluated')
    export const name = 'thrown'`,
  'other.mjs': `export const other = 'another text'`,
}
const lines = [
  '1 main starts',
  '2 late is evaluated',
  '3 loaded true',
  '4 later is evaluated',
  '5 thrown true',
  '6 another text',
]

test('late modules are evaluated when they are imported, once, beside the modules that they share', async () => {
  for (const [name, text] of Object.entries(program)) writeFileSync(join(root, name), text)
  const options = { absWorkingDir: root, bundle: true, platform: 'node', format: 'esm' } as const
  const whole = await build({ ...options, entryPoints: ['main.mjs'], metafile: true, write: false })
  const graph = splitGraph(whole.metafile.inputs, 'main.mjs')
  expect(graph.late).toEqual([['late.mjs'], ['other.mjs']])
  const outfile = join(root, 'bundle.mjs')
  await build({
    ...options,
    entryPoints: ['main.mjs'],
    outfile,
    plugins: [packLateModules(graph, root, options)],
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);` },
  })
  for (const file of ['main.mjs', 'bundle.mjs']) {
    const output = execFileSync(process.execPath, [join(root, file)], { encoding: 'utf8' })
    expect(output.trim().split('\n')).toEqual(lines)
  }
  const code = readFileSync(outfile, 'utf8')
  expect(code).toContain('main starts')
  expect(code).not.toMatch(/late is evaluated|another text/)
})
