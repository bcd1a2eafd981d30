import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The licences of the packages that these files belong to: each allows copies that carry its text. Packages with the
 * same text stand above it together.
 */
export function thirdPartyNotices(files: Iterable<string>): string {
  const roots = new Set([...files].flatMap((file) => rootOf(file) ?? []))
  const packagesOf = new Map<string, string[]>()
  for (const root of [...roots].sort()) {
    const text = licenceOf(root)
    packagesOf.set(text, [...(packagesOf.get(text) ?? []), nameOf(root)])
  }
  return [...packagesOf].map(([text, names]) => `${names.join('\n')}\n\n${text}`).join(`\n${'-'.repeat(80)}\n\n`)
}

/** The directory of the package of node_modules that holds a file. */
function rootOf(file: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0]
}

function nameOf(root: string): string {
  const about = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>
  return `${String(about['name'])} ${String(about['version'])} (${String(about['license'])})`
}

function licenceOf(root: string): string {
  const names = readdirSync(root).filter((name) => /^(?:licen[cs]e|notice)/i.test(name))
  return names
    .sort()
    .map((name) => `${readFileSync(join(root, name), 'utf8').trim()}\n`)
    .join('\n')
}
