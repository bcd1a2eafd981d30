import { defineConfig, type OxlintOverride } from 'oxlint'
import { floors, providerFloors } from './rooms.ts'

/** For each room of a package: the rooms that it must not import, as glob patterns of import specifiers. */
function boundaries(source: string, floors: readonly (readonly string[])[], roof: readonly string[]) {
  return floors.flatMap((floor, level) =>
    floor.map(
      (room): OxlintOverride => ({
        files: [`${source}/${room}/**/*.ts`],
        rules: {
          'eslint/no-restricted-imports': [
            'error',
            {
              patterns: [
                {
                  group: floors
                    .slice(0, level + 1)
                    .flat()
                    .filter((other) => other !== room)
                    .flatMap((other) => [`../${other}/**`, `../../${other}/**`, `../../../${other}/**`])
                    .concat(roof.flatMap((file) => [`../${file}`, `../../${file}`])),
                  message: `Arrows run downwards: ${room}/ may import only rooms of lower floors (rooms.ts).`,
                },
              ],
            },
          ],
        },
      }),
    ),
  )
}

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'import', 'promise', 'node', 'vitest'],
  options: { typeAware: true },
  categories: { correctness: 'error', suspicious: 'error', perf: 'error' },
  rules: {
    'eslint/eqeqeq': 'error',
    'eslint/no-var': 'error',
    'eslint/prefer-const': 'error',
    'eslint/no-console': 'error',
    'eslint/no-eval': 'error',
    'eslint/no-new-func': 'error',
    'eslint/no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
    'eslint/max-lines': ['error', { max: 500 }],
    'eslint/no-await-in-loop': 'off',
    'eslint/no-shadow': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/prefer-array-flat-map': 'off',
    'import/no-cycle': 'error',
    'import/no-unassigned-import': 'off',
    'typescript/no-explicit-any': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/consistent-type-imports': 'error',
    'typescript/no-unsafe-argument': 'error',
    'typescript/no-unsafe-assignment': 'error',
    'typescript/no-unsafe-call': 'error',
    'typescript/no-unsafe-member-access': 'error',
    'typescript/no-unsafe-return': 'error',
    'typescript/only-throw-error': 'error',
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/no-unnecessary-type-parameters': 'off',
    'unicorn/no-array-sort': 'off',
    'vitest/no-standalone-expect': 'off',
    'unicorn/no-array-reverse': 'off',
    'unicorn/prefer-add-event-listener': 'off',
    'unicorn/require-module-specifiers': 'off',
  },
  overrides: [
    ...boundaries('packages/gateway/src', floors, ['main.ts']),
    ...boundaries('packages/terraform-provider/src', providerFloors, ['main.ts', 'provider.ts']),
    {
      files: ['**/*.test.ts', 'test/**', 'bench/**', 'examples/**', 'scripts/**', 'packages/gateway/src/command/**'],
      rules: { 'eslint/no-console': 'off' },
    },
  ],
  // What is generated, and functions, written as their users write them.
  ignorePatterns: [
    '**/*.generated.ts',
    '**/*.generated.json',
    '**/node_modules/**',
    'examples/**/*.js',
    'examples/**/*.mjs',
    'bench/serverless-offline/**',
  ],
})
