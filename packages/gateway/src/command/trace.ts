import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { ConfigurationError } from '../configuration/read-settings.ts'
import type { Environment } from '../configuration/settings-environment.ts'
import { readTraceArguments } from './trace-arguments.ts'
import { traceHelpText } from './trace-help.ts'
import { signedHeaders } from './trace-signing.ts'
import { traceText } from './trace-text.ts'
import { writeText } from './write-text.ts'

/**
 * `postern trace`: writes what becomes of the events of an API, as a running server tells it, to standard output. Rejects
 * with a ConfigurationError for a command line that cannot be used, and where the server does not answer, or refuses.
 */
export async function trace(words: readonly string[], environment: Environment): Promise<void> {
  const { help, api, stage, url, count, kept, json, problems } = readTraceArguments(words)
  if (help) return writeText(process.stdout, traceHelpText())
  if (problems.length > 0) throw new ConfigurationError([...problems, 'see postern trace --help'])
  const query = new URLSearchParams({ api, ...(stage !== undefined && { stage }), ...(kept && { kept: 'true' }) })
  const target = new URL(`/_postern/traces?${query.toString()}`, url)
  const answer = await open(target, await signedHeaders(target, environment))
  if (answer.statusCode !== 200) throw new ConfigurationError([refusalOf(await text(answer), answer.statusCode)])
  if (!kept) await writeText(process.stderr, `postern: following API ${api} at ${url.origin}; Ctrl-C ends it\n`)
  let told = 0
  try {
    for await (const line of createInterface({ input: answer })) {
      if (line === '') continue
      await writeText(process.stdout, json ? `${line}\n` : traceText(line))
      if (++told === count) break
    }
  } catch (error) {
    throw new ConfigurationError([`the server ended the traces: ${(error as Error).message}`])
  }
  answer.destroy()
}

function open(target: URL, headers: Readonly<Record<string, string>>): Promise<IncomingMessage> {
  const request = (target.protocol === 'https:' ? requestHttps : requestHttp)(target, { headers })
  return new Promise((resolve, reject) => {
    request.on('response', resolve)
    request.on('error', (error) => {
      reject(new ConfigurationError([`no answer of ${target.origin}: ${error.message}; name the server by --url`]))
    })
    request.end()
  })
}

function refusalOf(body: string, status: number | undefined): string {
  try {
    const { message } = JSON.parse(body) as { readonly message?: unknown }
    if (typeof message === 'string') return `the server refuses (${status}): ${message}`
  } catch {
    // Something else than Postern answers there.
  }
  return `the server answers with status ${status}: is it Postern?`
}
