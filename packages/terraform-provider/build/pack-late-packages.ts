import { brotliCompressSync } from 'node:zlib'
import { type BuildOptions, build as bundle, type Plugin } from 'esbuild'

/**
 * Lets a package that is imported late (`await import('…')`) travel as one compressed text, which is compiled when the
 * import is reached. V8 reads the whole of a module before it runs its first line, and 550 kB of AWS SDK cost each start
 * 60 ms: Terraform starts a provider two to five times for a command, and one start at most makes a call.
 * @param sources takes the paths of what has been packed.
 */
export function packLatePackages(options: BuildOptions, sources: Set<string>): Plugin {
  return {
    name: 'pack-late-packages',
    setup(build) {
      // Files of our own stay where they are: they share modules with the rest.
      build.onResolve({ filter: /^[^./]/ }, ({ kind, path, resolveDir }) =>
        kind === 'dynamic-import' && !path.startsWith('node:')
          ? { path, namespace: 'packed', pluginData: resolveDir }
          : undefined,
      )
      build.onLoad({ filter: /.*/, namespace: 'packed' }, async ({ path, pluginData }) => {
        const { outputFiles, metafile } = await bundle({
          ...options,
          stdin: { contents: `export * from ${JSON.stringify(path)}`, resolveDir: String(pluginData) },
          format: 'cjs',
          // It is compiled as a function, where there is nothing that import() could mean.
          supported: { 'dynamic-import': false },
          metafile: true,
          write: false,
        })
        for (const source of Object.keys(metafile.inputs)) sources.add(source)
        return { contents: unpacking(path, outputFiles[0]?.contents ?? new Uint8Array()), loader: 'js' }
      })
    },
  }
}

function unpacking(name: string, code: Uint8Array): string {
  const text = JSON.stringify(brotliCompressSync(code).toString('base64'))
  const filename = JSON.stringify(`${name}.cjs`)
  return `
    const code = require('node:zlib').brotliDecompressSync(Buffer.from(${text}, 'base64')).toString()
    const words = ['module', 'exports', 'require']
    require('node:vm').compileFunction(code, words, { filename: ${filename} })(module, exports, require)`
}
