/**
 * The kinds of token of Velocity 1.7, as its grammar names them (Apache Velocity 1.7, Parser.jjt, "Tokens").
 * Values are numbers, so that the parser compares numbers.
 */
export const Kind = {
  END_OF_TEMPLATE: 0,
  INDEX_LBRACKET: 1,
  INDEX_RBRACKET: 2,
  LBRACKET: 3,
  RBRACKET: 4,
  COMMA: 5,
  DOUBLEDOT: 6,
  COLON: 7,
  LEFT_CURLEY: 8,
  RIGHT_CURLEY: 9,
  LPAREN: 10,
  RPAREN: 11,
  REFMOD2_RPAREN: 12,
  ESCAPE_DIRECTIVE: 13,
  SET_DIRECTIVE: 14,
  SINGLE_LINE_COMMENT_START: 15,
  SINGLE_LINE_COMMENT: 16,
  FORMAL_COMMENT: 17,
  MULTI_LINE_COMMENT: 18,
  TEXTBLOCK: 19,
  DOUBLE_ESCAPE: 20,
  ESCAPE: 21,
  TEXT: 22,
  WHITESPACE: 23,
  STRING_LITERAL: 24,
  TRUE: 25,
  FALSE: 26,
  MINUS: 27,
  PLUS: 28,
  MULTIPLY: 29,
  DIVIDE: 30,
  MODULUS: 31,
  LOGICAL_AND: 32,
  LOGICAL_OR: 33,
  LOGICAL_LT: 34,
  LOGICAL_LE: 35,
  LOGICAL_GT: 36,
  LOGICAL_GE: 37,
  LOGICAL_EQUALS: 38,
  LOGICAL_NOT_EQUALS: 39,
  LOGICAL_NOT: 40,
  EQUALS: 41,
  END: 42,
  IF_DIRECTIVE: 43,
  ELSEIF_DIRECTIVE: 44,
  ELSE_DIRECTIVE: 45,
  INTEGER_LITERAL: 46,
  FLOATING_POINT_LITERAL: 47,
  WORD: 48,
  BRACKETED_WORD: 49,
  IDENTIFIER: 50,
  DOT: 51,
  LCURLY: 52,
  RCURLY: 53,
  EMPTY_INDEX: 54,
  /** Matched, but no token: what it holds is put before the token that follows. */
  MORE: 55,
  /** Matched, and kept beside the token that follows. */
  SPECIAL: 56,
  /** Matched, and dropped. */
  SKIP: 57,
} as const

export type Kind = (typeof Kind)[keyof typeof Kind]

export interface Token {
  readonly kind: Kind
  /** Text of the token, with what was put before it: `#if`, `\\$!x`. */
  image: string
  /** Offset of the image in the template. */
  readonly start: number
  /** Offset behind the token. */
  readonly end: number
  /** What of the text between the last token and this one is printed where this one is printed as text. */
  readonly before: string
}

/** A token as text (Velocity's NodeUtils.tokenLiteral). */
export function literalOf(token: Token): string {
  return token.kind === Kind.MULTI_LINE_COMMENT ? '' : token.before + token.image
}

/** The words in which people know a token, for errors. */
export function describeKind(kind: Kind): string {
  return DESCRIPTIONS[kind] ?? 'more text'
}

const DESCRIPTIONS: Partial<Record<Kind, string>> = {
  [Kind.END_OF_TEMPLATE]: 'the end of the template',
  [Kind.INDEX_LBRACKET]: '"["',
  [Kind.INDEX_RBRACKET]: '"]"',
  [Kind.LBRACKET]: '"["',
  [Kind.RBRACKET]: '"]"',
  [Kind.COMMA]: '","',
  [Kind.DOUBLEDOT]: '".."',
  [Kind.COLON]: '":"',
  [Kind.LEFT_CURLEY]: '"{"',
  [Kind.RIGHT_CURLEY]: '"}"',
  [Kind.LPAREN]: '"("',
  [Kind.RPAREN]: '")"',
  [Kind.REFMOD2_RPAREN]: '")"',
  [Kind.WHITESPACE]: 'white space',
  [Kind.STRING_LITERAL]: 'a string',
  [Kind.TRUE]: '"true"',
  [Kind.FALSE]: '"false"',
  [Kind.LOGICAL_AND]: '"&&"',
  [Kind.LOGICAL_OR]: '"||"',
  [Kind.LOGICAL_NOT]: '"!"',
  [Kind.EQUALS]: '"="',
  [Kind.END]: '#end',
  [Kind.IF_DIRECTIVE]: '#if',
  [Kind.ELSEIF_DIRECTIVE]: '#elseif',
  [Kind.ELSE_DIRECTIVE]: '#else',
  [Kind.SET_DIRECTIVE]: '#set',
  [Kind.INTEGER_LITERAL]: 'a whole number',
  [Kind.FLOATING_POINT_LITERAL]: 'a decimal number',
  [Kind.WORD]: 'a word',
  [Kind.IDENTIFIER]: 'a reference',
  [Kind.DOT]: '"."',
  [Kind.LCURLY]: '"{"',
  [Kind.RCURLY]: '"}"',
}
