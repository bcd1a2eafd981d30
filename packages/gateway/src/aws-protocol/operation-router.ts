import type { OperationModel, ServiceModel } from '../model/service-model.ts'

export interface OperationMatch {
  readonly name: string
  readonly operation: OperationModel
  /** Path labels, decoded. */
  readonly labels: ReadonlyMap<string, string>
}

interface Node {
  readonly literals: Map<string, Node>
  label: { readonly name: string; readonly node: Node } | undefined
  /** By method: those with a fixed query first. */
  readonly operations: Map<string, Candidate[]>
}

interface Candidate {
  readonly name: string
  readonly operation: OperationModel
  /** What the query must hold, such as `List=ALL`. */
  readonly query: readonly [name: string, value: string][]
}

const emptyNode = (): Node => ({ literals: new Map(), label: undefined, operations: new Map() })

/** Finds the operation that a method and a raw path mean, from the paths of a service model. */
export class OperationRouter {
  readonly #root = emptyNode()

  constructor(model: ServiceModel) {
    for (const [name, operation] of Object.entries(model.operations)) {
      let node = this.#root
      const [path = '', fixed] = operation.path.split('?')
      for (const segment of path.split('/').slice(1)) {
        if (segment.startsWith('{')) {
          node.label ??= { name: segment.slice(1, -1), node: emptyNode() }
          node = node.label.node
        } else {
          const next: Node = node.literals.get(segment) ?? emptyNode()
          node.literals.set(segment, next)
          node = next
        }
      }
      const query = [...new URLSearchParams(fixed)]
      const others = node.operations.get(operation.method) ?? []
      const candidates = [...others, { name, operation, query }].sort((a, b) => b.query.length - a.query.length)
      node.operations.set(operation.method, candidates)
    }
  }

  /**
   * `path` is raw: it is split at `/` first and each segment is decoded then, since clients encode slashes inside
   * labels (spec control-plane.md 1.1). Undefined where no operation has that method and path.
   */
  match(method: string, path: string, query = new URLSearchParams()): OperationMatch | undefined {
    const segments = joinArn(path.split('/').slice(1))
    const labels = new Map<string, string>()
    let node = this.#root
    for (const raw of segments) {
      const literal = node.literals.get(raw)
      if (literal !== undefined) {
        node = literal
        continue
      }
      const value = decodeSegment(raw)
      if (node.label === undefined || value === undefined || value === '') return undefined
      labels.set(node.label.name, value)
      node = node.label.node
    }
    const found = node.operations
      .get(method)
      ?.find((one) => one.query.every(([key, value]) => query.get(key) === value))
    return found === undefined ? undefined : { name: found.name, operation: found.operation, labels }
  }
}

/** Clients should encode the ARN in `/v2/tags/{ResourceArn}`; one that came as it is becomes one segment again. */
function joinArn(segments: string[]): string[] {
  if (segments[1] !== 'tags' || segments.length <= 3) return segments
  return [...segments.slice(0, 2), segments.slice(2).join('/')]
}

function decodeSegment(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw)
  } catch {
    return undefined
  }
}
