import { join, relative } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { type BuildOptions, build as bundle, type OnResolveArgs, type Plugin, type PluginBuild } from 'esbuild'
import type { SplitGraph } from './module-graph.ts'

/**
 * Lets modules that are imported late (`await import('…')`) travel as compressed texts, which are compiled when such an
 * import is reached. V8 reads the whole of a file before it runs its first line, and 550 kB of AWS SDK cost each start
 * 60 ms: Terraform starts a provider two to five times for a command, and most of these starts make no call.
 * @param options of the whole bundle; `root` is the directory that paths of the graph are relative to.
 */
export function packLateModules(graph: SplitGraph, root: string, options: BuildOptions): Plugin {
  return {
    name: 'pack-late-modules',
    setup(build) {
      build.onResolve({ filter: /^[^:]*$/ }, async (args) => {
        if (args.kind !== 'dynamic-import') return undefined
        const path = await fileOf(args, build, root)
        // An ending that says CommonJS, which the code below is.
        return path === undefined || graph.start.has(path) ? undefined : { path: `${path}.cjs`, namespace: 'late' }
      })
      build.onResolve({ filter: /^packed:/ }, ({ path }) => ({ path, namespace: 'packed' }))
      build.onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => {
        const entry = path.replace(/\.cjs$/, '')
        const number = graph.late.findIndex((entries) => entries.includes(entry))
        return { contents: passingOn(number, entry) }
      })
      build.onLoad({ filter: /.*/, namespace: 'packed' }, async ({ path }) => {
        const entries = graph.late[Number(path.slice('packed:'.length))] ?? []
        return { contents: unpacking(await pack(entries, graph.start, root, options), root), resolveDir: root }
      })
    },
  }
}

interface Packed {
  readonly code: Uint8Array
  /** The files of the start that it uses. There is one instance of each module, however it is reached. */
  readonly shared: ReadonlySet<string>
}

async function pack(
  entries: readonly string[],
  start: ReadonlySet<string>,
  root: string,
  options: BuildOptions,
): Promise<Packed> {
  const shared = new Set<string>()
  const share: Plugin = {
    name: 'share-start',
    setup(build) {
      build.onResolve({ filter: /^[^:]*$/ }, async (args) => {
        // Packages import nothing of ours.
        if (args.path.startsWith('.') && args.importer.includes('/node_modules/')) return undefined
        const path = await fileOf(args, build, root)
        if (path === undefined || !start.has(path)) return undefined
        shared.add(path)
        return { path, external: true }
      })
    },
  }
  const loaders = entries.map(
    (entry) => `exports[${JSON.stringify(entry)}] = () => require(${JSON.stringify(`./${entry}`)})`,
  )
  const { outputFiles } = await bundle({
    ...options,
    stdin: { contents: loaders.join('\n'), resolveDir: root },
    format: 'cjs',
    // It is compiled as a function, where there is nothing that import() could mean.
    supported: { 'dynamic-import': false },
    plugins: [share],
    write: false,
  })
  return { code: outputFiles[0]?.contents ?? new Uint8Array(), shared }
}

/** An ES module's own default would be hidden behind that of a CommonJS module. None is imported so. */
function passingOn(number: number, entry: string): string {
  return `
    const found = require('packed:${number}')(${JSON.stringify(entry)})
    if (found.__esModule && 'default' in found) throw new Error('a default export is not to be imported late')
    module.exports = found`
}

function unpacking({ code, shared }: Packed, root: string): string {
  const own = [...shared].map((path) => `${JSON.stringify(path)}: () => require(${JSON.stringify(join(root, path))})`)
  return `
    const shared = { ${own.join(', ')} }
    const load = (name) => (Object.hasOwn(shared, name) ? shared[name]() : require(name))
    const text = ${JSON.stringify(brotliCompressSync(code).toString('base64'))}
    const code = require('node:zlib').brotliDecompressSync(Buffer.from(text, 'base64')).toString()
    const words = ['exports', 'require']
    const packed = {}
    require('node:vm').compileFunction(code, words, { filename: 'packed.cjs' })(packed, load)
    module.exports = (entry) => packed[entry]()`
}

/** The file that an import means, relative to the root; undefined for Node's own modules. */
async function fileOf(args: OnResolveArgs, build: PluginBuild, root: string): Promise<string | undefined> {
  // The question below is asked of this plugin, too.
  if (args.pluginData === fileOf || args.kind === 'entry-point') return undefined
  const { kind, importer, resolveDir } = args
  const found = await build.resolve(args.path, { kind, importer, resolveDir, pluginData: fileOf })
  return found.external || found.errors.length > 0 ? undefined : relative(root, found.path)
}
