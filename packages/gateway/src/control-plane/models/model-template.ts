import { isJsonObject } from '../../model/json-object.ts'

/**
 * GetModelTemplate: a mapping template that makes what a schema describes, as the v1 service prints it. Guide:
 * models-mappings, "Generate a mapping template from a model". The exact form for v2 is not documented
 * (docs/differences.md).
 */

const DEEPEST = 16

interface Schema {
  readonly type?: unknown
  readonly properties?: unknown
  readonly items?: unknown
}

/** `schema` is JSON text; what is no schema gives a template of the whole input. */
export function modelTemplate(schema: string): string {
  const parsed: unknown = JSON.parse(schema)
  const root = isJsonObject(parsed) ? (parsed as Schema) : {}
  const body = render(root, '$inputRoot', 0)
  return `#set($inputRoot = $input.path('$'))\n${body}`
}

function render(schema: Schema, reference: string, depth: number): string {
  const indent = '  '.repeat(depth)
  if (depth >= DEEPEST) return reference
  if (isJsonObject(schema.properties)) {
    const members = Object.entries(schema.properties).map(([name, member]) => {
      const inner = render(isJsonObject(member) ? member : {}, `${reference}.${name}`, depth + 1)
      return `${indent}  ${JSON.stringify(name)} : ${inner}`
    })
    return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`
  }
  if (schema.type === 'array' && isJsonObject(schema.items)) {
    const inner = render(schema.items, '$elem', depth + 1)
    return `[\n#foreach($elem in ${reference})\n${indent}  ${inner}#if($foreach.hasNext),#end\n#end\n${indent}]`
  }
  const printed = reference.startsWith('$') ? `\${${reference.slice(1)}}` : reference
  return schema.type === 'string' ? `"${printed}"` : printed
}
