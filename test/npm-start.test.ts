import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

/** npm runs scripts by a shell: without `exec`, the shell would die of the signal and leave the server behind. */
test('SIGTERM to `npm start` reaches the server, which drains and exits 0', async () => {
  const cwd = fileURLToPath(new URL('..', import.meta.url))
  const npm = spawn('npm', ['start', '--', '--port', '0', '--ephemeral'], { cwd, stdio: ['ignore', 'pipe', 'ignore'] })
  let url = ''
  for await (const line of createInterface({ input: npm.stdout })) {
    url = /^postern listening on (\S+)$/.exec(line)?.[1] ?? ''
    if (url !== '') break
  }
  expect((await fetch(`${url}/_postern/health`)).status).toBe(200)
  npm.kill('SIGTERM')
  expect(await once(npm, 'exit')).toEqual([0, null])
  await expect(fetch(`${url}/_postern/health`)).rejects.toThrow('fetch failed')
})
