import type { Path, Token } from './path.ts'

/** A path in the form in which Jayway's error texts tell it: `$['store']['book'][0]`. */
export function pathText(path: Path): string {
  return path.root + tokensText(path.tokens)
}

function tokensText(tokens: readonly Token[]): string {
  return tokens.map(tokenText).join('')
}

export function tokenText(token: Token): string {
  switch (token.type) {
    case 'property':
      return `[${token.names.map((name) => token.quote + name + token.quote).join(',')}]`
    case 'wildcard':
      return '[*]'
    case 'index':
      return `[${token.indexes.join(',')}]`
    case 'slice':
      return `[${token.from ?? ''}:${token.to ?? ''}]`
    case 'filter':
      return '[?]'
    case 'scan':
      return '..'
    default:
      return `.${token.name}(${token.hasParameters ? '...' : ''})`
  }
}
