import { build, type Plugin } from 'esbuild'

/**
 * Packages that are imported when they are first needed lie in the bundle as text, and are compiled then. As code, Node
 * would read all of it at each start, and load what it imports: the AWS SDK takes as long as the rest of a start does,
 * a command starts a provider two to five times, and most starts make no call.
 */
export const latePackages: Plugin = {
  name: 'late-packages',
  setup(own) {
    const { platform, target, minify, keepNames } = own.initialOptions
    own.onResolve({ filter: /^[^.]/ }, ({ kind, path, resolveDir }) =>
      kind === 'dynamic-import' && !path.startsWith('node:')
        ? { path, namespace: 'late-package', pluginData: resolveDir }
        : undefined,
    )
    own.onLoad({ filter: /./, namespace: 'late-package' }, async ({ path, pluginData }) => {
      const { outputFiles } = await build({
        stdin: { contents: `module.exports = require(${JSON.stringify(path)})`, resolveDir: String(pluginData) },
        bundle: true,
        write: false,
        format: 'cjs',
        legalComments: 'none',
        ...(platform && { platform }),
        ...(target && { target }),
        ...(minify && { minify }),
        ...(keepNames && { keepNames }),
      })
      const text = JSON.stringify(outputFiles[0]?.text ?? '')
      const contents = `
        const { compileFunction, constants } = require('node:vm')
        const late = { exports: {} }
        const names = ['module', 'exports', 'require']
        const options = {
          filename: ${JSON.stringify(path)},
          importModuleDynamically: constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER,
        }
        compileFunction(${text}, names, options)(late, late.exports, require)
        module.exports = late.exports`
      return { contents, resolveDir: String(pluginData), loader: 'js' }
    })
  },
}
