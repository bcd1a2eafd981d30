/** The longest expression that is compiled, in UTF-16 units. */
export const MAX_EXPRESSION_LENGTH = 8192

/** How deep filters, parentheses in filters, `!`, and paths in functions may nest in one another. */
export const MAX_NESTING = 40

/** How many tokens (`.a`, `[0]`, `..`) a path may have. */
export const MAX_TOKENS = 250

/** How many values one evaluation may look at, those of filters and comparisons included. */
export const MAX_VISITS = 2_000_000

/** How many values one evaluation may find, those of paths in filters and functions included. */
export const MAX_RESULTS = 500_000

/** How deep `..` follows a document. */
export const MAX_SCAN_DEPTH = 1000

/** How many characters concat() may make in one evaluation. */
export const MAX_TEXT_LENGTH = 16 * 1024 * 1024

/** How many steps the regular expressions of one evaluation may take. */
export const MAX_REGEX_STEPS = 2_000_000

/** How many compiled expressions are kept. */
export const MAX_CACHED_PATHS = 1000
