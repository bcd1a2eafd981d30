import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/{src,build}/**/*.test.ts'],
          maxWorkers: '100%',
          // No test says how long something takes: this only ends what hangs, on a machine that is busy otherwise.
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
      // End to end: real servers, Terraform, the AWS CLI. Two files at a time, whatever the machine: Terraform's provider
      // takes a gigabyte, and each command keeps little more than one core busy.
      {
        test: {
          name: 'e2e',
          include: ['test/**/*.test.ts'],
          sequence: { groupOrder: 1 },
          maxWorkers: 2,
          testTimeout: 1_200_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
