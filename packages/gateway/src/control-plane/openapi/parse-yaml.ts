import { isAlias, isMap, isNode, isScalar, isSeq, type Node, parseDocument } from 'yaml'
import type { OpenApiValue } from './document.ts'
import { DEEPEST, invalidDocument } from './invalid-document.ts'

/** Values, each time that an alias repeats them: a short text could stand for billions. */
const MOST_VALUES = 500_000
const MOST_CHARACTERS = 16_777_216

/** Reads YAML 1.2, as long as that takes. Throws where it is none, or larger than anything that is meant. */
export function parseYaml(text: string): OpenApiValue {
  // As texts, so that numbers keep their form; and unique keys are seen to by the maps, in less than quadratic time.
  const document = parseDocument(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' })
  const [problem] = document.errors
  if (problem !== undefined) throw invalidDocument(firstLine(problem.message))
  let values = MOST_VALUES
  let characters = MOST_CHARACTERS
  const counted = (text: string): string => {
    characters -= text.length
    if (characters < 0) throw invalidDocument(`Its texts have more than ${MOST_CHARACTERS} characters`)
    return text
  }

  // The library's own look-up walks the document for each alias.
  const anchors = new Map<string, Node>()
  const read = (node: Node | null | undefined, depth: number): OpenApiValue => {
    if (--values < 0) throw invalidDocument(`It has more than ${MOST_VALUES} values`)
    if (depth > DEEPEST) throw invalidDocument(`It is nested deeper than ${DEEPEST} levels`)
    // An alias of what contains it ends at the depth.
    if (isAlias(node)) {
      const target = anchors.get(node.source)
      if (target === undefined) throw invalidDocument(`The alias ${node.source.slice(0, 64)} has no anchor before it`)
      return read(target, depth + 1)
    }
    if (isNode(node) && node.anchor !== undefined) anchors.set(node.anchor, node)
    if (isSeq<Node>(node)) return node.items.map((item) => read(item, depth + 1))
    if (isMap<Node, Node>(node)) {
      const map = new Map<string, OpenApiValue>()
      for (const { key, value } of node.items) {
        if (!isScalar(key)) throw invalidDocument('Keys must be texts')
        const name = counted(String(key.value))
        if (map.has(name)) throw invalidDocument(`The key ${name.slice(0, 64)} occurs twice`)
        map.set(name, read(value, depth + 1))
      }
      return map
    }
    return isScalar(node) ? scalarOf(counted(String(node.value)), node.type === 'PLAIN') : null
  }
  return read(document.contents, 0)
}

/** The core schema's words that are no texts, where they are not quoted (YAML 1.2, 10.3). */
function scalarOf(text: string, isPlain: boolean): OpenApiValue {
  if (!isPlain) return text
  if (/^(true|True|TRUE)$/.test(text)) return true
  if (/^(false|False|FALSE)$/.test(text)) return false
  return /^(null|Null|NULL|~|)$/.test(text) ? null : text
}

function firstLine(message: string): string {
  return message.split('\n', 1).join('').replace(/:$/, '')
}
