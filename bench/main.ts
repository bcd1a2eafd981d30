/**
 * `npm run bench`: Postern beside its peers in one run. Prints the table that the README quotes and writes
 * bench/results.json. `npm run bench -- proxy` (or `functions`, `coldstart`, `startup`, `creation`, `velocity`, `websocket`, `terraform`) runs one part and writes nothing.
 */
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { benchColdStart } from './cold-start.ts'
import { benchCreation } from './creation.ts'
import { benchFunctions } from './functions.ts'
import { benchHttpProxy } from './http-proxy.ts'
import { benchStartUp } from './start-up.ts'
import { benchTerraform, terraformLines } from './terraform/bench-terraform.ts'
import { benchVelocity, velocityLines } from './velocity/bench-velocity.ts'
import { benchWebSocket, webSocketLines } from './websocket/bench-websocket.ts'

const only = process.argv[2]
const wants = (part: string) => only === undefined || only === part

const result: Record<string, unknown> = {
  date: new Date().toISOString().slice(0, 10),
  node: process.version,
  machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`,
}
console.log(`${String(result['date'])}, Node ${process.version}, ${String(result['machine'])}\n`)

if (wants('proxy')) {
  const peers = await benchHttpProxy()
  result['httpProxy'] = peers
  console.log('HTTP API → HTTP_PROXY, small body, keep-alive, 32 connections; one core for the gateway')
  console.log(
    '| | req/s | Postern is | CPU µs per request | p50 ms | p99 ms | MiB |\n|---|---:|---:|---:|---:|---:|---:|',
  )
  for (const { name, load, ratio, cpu, memory } of peers) {
    const cells = [Math.round(load.rate), ratio.toFixed(2), cpu.toFixed(1), load.p50.toFixed(2), load.p99.toFixed(2)]
    console.log(`| ${[name, ...cells, memory.toFixed(0)].join(' | ')} |`)
  }
  console.log('')
}
if (wants('functions')) {
  const peers = await benchFunctions()
  result['functions'] = peers
  console.log('HTTP API → Node function, warm, payload 2.0, 32 connections; both cores, shared with the load')
  console.log(
    '| | req/s | Postern is | CPU µs: gateway | CPU µs: functions | p50 ms | p99 ms | MiB |\n|---|---:|---:|---:|---:|---:|---:|---:|',
  )
  for (const { name, load, ratio, cpu, memory } of peers) {
    const times = [cpu.gateway.toFixed(1), cpu.functions.toFixed(1), load.p50.toFixed(2), load.p99.toFixed(2)]
    console.log(`| ${[name, Math.round(load.rate), ratio.toFixed(2), ...times, memory.toFixed(0)].join(' | ')} |`)
  }
  const [own, pool] = peers.map(({ cpu }) => cpu.gateway + cpu.functions)
  if (own !== undefined && pool !== undefined) {
    console.log(`The gateway's own share of the time: ${(100 * (1 - pool / own)).toFixed(0)} %`)
  }
  console.log('')
}
if (wants('coldstart')) {
  const coldStart = await benchColdStart()
  result['coldStart'] = coldStart
  const { node, cold, warm } = coldStart
  console.log(
    `First invocation of a Node function: ${cold.toFixed(0)} ms; node -e 0: ${node.toFixed(0)} ms; ${(cold - node).toFixed(0)} ms over it; a warm one ${warm.toFixed(1)} ms\n`,
  )
}
if (wants('startup')) {
  const startUp = await benchStartUp()
  result['startUp'] = startUp
  const over = startUp.postern - startUp.node
  console.log(
    `Start to first answer: ${startUp.postern.toFixed(0)} ms; node -e 0: ${startUp.node.toFixed(0)} ms; ${over.toFixed(0)} ms over it\n`,
  )
}
if (wants('creation')) {
  const creation = await benchCreation()
  result['creation'] = creation
  const ratio = (creation.thousandth / creation.tenth).toFixed(2)
  console.log(
    `Creating an integration, durably: the 10th ${creation.tenth.toFixed(2)} ms, the 1,000th ${creation.thousandth.toFixed(2)} ms: ${ratio} times\n`,
  )
}
if (wants('velocity')) {
  const velocity = await benchVelocity()
  result['velocity'] = velocity
  console.log(`${velocityLines(velocity)}\n`)
}
if (wants('websocket')) {
  const webSocket = await benchWebSocket()
  result['webSocket'] = webSocket
  console.log(`${webSocketLines(webSocket)}\n`)
}
if (wants('terraform')) {
  const rounds = Number(process.argv[3] ?? 5)
  const terraform = await benchTerraform(rounds)
  result['terraform'] = terraform
  console.log(`Terraform with the provider and with hashicorp/aws 5.100.0, against Postern; medians of ${rounds}`)
  console.log(`${terraformLines(terraform)}\n`)
}
if (only === undefined) {
  writeFileSync(new URL('results.json', import.meta.url), `${JSON.stringify(result, undefined, 2)}\n`)
}
