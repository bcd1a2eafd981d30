import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { findProgram } from '../../../../../test/support/find-program.ts'
import { call, eventually, scriptedFunction, testDirectory, testRuntime } from './test-functions.ts'

/**
 * Starts a child, one in a session of its own, and one that has lost its parent as well; answers the ids of them all.
 * The children ignore what can be ignored.
 */
const PROLIFIC = `
const { spawn, execFileSync } = require('child_process')
const SLEEPER = 'trap "" TERM INT HUP; while :; do sleep 1; done'
const sleeper = (detached) => spawn('/bin/sh', ['-c', SLEEPER], { detached, stdio: 'ignore' }).pid
serve(async (event) => {
  if (event.who) return process.pid
  const daemon = execFileSync('/bin/sh', ['-c', 'setsid /bin/sh -c "$0" >/dev/null 2>&1 & echo $!', SLEEPER])
  return [process.pid, sleeper(false), sleeper(true), Number(daemon)]
})`

/** Those that still run: what was killed and waits for its parent to notice does not. */
function alive(pids: readonly number[]): number[] {
  return pids.filter((pid) => {
    const status = read(`/proc/${pid}/stat`)
    return status !== '' && !/^\d+ \(.*\) [ZX] /.test(status)
  })
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

const descendants = process.platform === 'linux' && findProgram('setsid') !== undefined ? test : test.skip

/** Postern's stand-in, and the processes of a function that it has run. */
async function standIn(): Promise<{ child: ChildProcess; lines: AsyncIterator<string>; pids: number[]; work: string }> {
  const work = testDirectory()
  const target = scriptedFunction(PROLIFIC)
  const script = join(import.meta.dirname, 'orphan-stand-in.ts')
  const child = spawn(process.execPath, [script, await target.codeDirectory(), work], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const first = await lines.next()
  const pids = JSON.parse(String(first.value)) as number[]
  expect(pids.length).toBe(4)
  expect(alive(pids)).toEqual(pids)
  return { child, lines, pids, work }
}

descendants('when Postern is killed, nothing that functions started lives on, and no file is left', async () => {
  const { child, pids, work } = await standIn()
  child.kill('SIGKILL')
  await once(child, 'exit')
  await eventually(() => alive(pids).length === 0)
  await eventually(() => readdirSync(work).length === 0)
})

descendants('when Postern closes, all of it is gone before it says so', async () => {
  const { child, lines, pids, work } = await standIn()
  child.stdin?.write('close\n')
  expect(await lines.next()).toEqual({ done: false, value: 'closed' })
  expect(alive(pids)).toEqual([])
  expect(readdirSync(work)).toEqual([])
})

descendants('when the warden is killed, another takes over', async () => {
  const { child, pids, work } = await standIn()
  const isWarden = (pid: string) => {
    const words = read(`/proc/${Number(pid)}/cmdline`).split('\0')
    return words.includes('postern-warden') && words.some((word) => word.startsWith(work))
  }
  const warden = readdirSync('/proc').find(isWarden)
  process.kill(Number(warden), 'SIGKILL')
  await eventually(() => readdirSync('/proc').some((pid) => pid !== warden && isWarden(pid)))
  child.kill('SIGKILL')
  await eventually(() => alive(pids).length === 0)
})

descendants('when a function’s process is killed, what it started goes with it, and the next call works', async () => {
  const runtime = testRuntime()
  const target = scriptedFunction(PROLIFIC)
  const pids = (await call(runtime, target)) as number[]
  process.kill(Number(pids[0]), 'SIGKILL')
  await eventually(() => alive(pids).length === 0)
  expect(pids).not.toContain(await call(runtime, target, { who: true }))
})

descendants('when a function is retired, what it started goes with it', async () => {
  const runtime = testRuntime()
  const target = scriptedFunction(PROLIFIC)
  const pids = (await call(runtime, target)) as number[]
  runtime.retire(target.key)
  await eventually(() => alive(pids).length === 0)
})
