import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import { lambdaClientOf } from './support/client.ts'
import { deployFunction, invoke } from './support/deploy-function.ts'
import { testWith } from './support/find-program.ts'
import { PosternProcess } from './support/postern-process.ts'

const test = testWith('/proc', existsSync('/proc/self/cmdline'))

/** A function that leaves processes behind: one in its own group, one that made a session of its own. */
const index = `
const { spawn } = require('node:child_process')
exports.handler = async ({ mark }) => {
  for (const detached of [false, true]) {
    const child = spawn('sleep', [mark], { detached, stdio: 'ignore' })
    await new Promise((resolve, reject) => child.once('spawn', resolve).once('error', reject))
    child.unref()
  }
  return process.pid
}
`

const ends: { name: string; end: (postern: PosternProcess, functionPid: number) => Promise<unknown> }[] = [
  { name: 'SIGTERM of Postern', end: (postern) => postern.stop('SIGTERM') },
  { name: 'a crash of Postern (SIGKILL)', end: (postern) => postern.stop('SIGKILL') },
  { name: 'SIGKILL of the function', end: async (_postern, pid) => process.kill(pid, 'SIGKILL') },
]

test.each(ends)('nothing of a function outlives $name', async ({ end }) => {
  await using postern = await PosternProcess.start()
  const client = lambdaClientOf(postern.url)
  await deployFunction(client, 'parent', { 'index.js': index })
  // A length of sleep that nobody else on this machine asks for.
  const mark = `${80_000 + Math.floor(Math.random() * 1000)}.${process.pid}`
  const { payload: pid } = await invoke(client, 'parent', { mark })
  expect(processesWith(mark)).toHaveLength(2)
  expect(existsSync(`/proc/${String(pid)}`)).toBe(true)

  await end(postern, pid as number)
  // Nobody tells of the end of a process that is not one's own child: look until it is gone. The test's time is the bound.
  while (processesWith(mark).length > 0 || existsSync(`/proc/${String(pid)}/exe`)) await delay(20)
  client.destroy()
})

function processesWith(argument: string): string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false
    try {
      return readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').includes(argument)
    } catch {
      // It ended meanwhile.
      return false
    }
  })
}
