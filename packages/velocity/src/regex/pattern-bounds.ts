/** How deep groups, and classes, may nest. Java overflows its stack some way beyond. */
export const MOST_NESTING = 250

/** How long a pattern may be, in UTF-16 units: the longest are compiled within some 30 milliseconds. */
export const MOST_PATTERN = 8_192
