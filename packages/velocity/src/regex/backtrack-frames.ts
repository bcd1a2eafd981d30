/**
 * What the matcher's stack holds: frames of four numbers, a tag and three more. A tag of zero or above is a way that is
 * left: the place in the program, the position, the site. The negative ones:
 */
export const FRAME = 4

/** Restores a register: register, value. */
export const RESTORE = -1
/** Restores two: the first register, its value, the value of the next. */
export const RESTORE_PAIR = -2
/** All ways from a site have failed: position, site. */
export const FAILED = -3
/** Another way of a loop with atomic repetitions: loop, position, count. */
export const ATOM_LOOP_WAY = -4
/** What a group is to hold once the part around has matched: group, start, end. */
export const NOTE = -5
/** A lookbehind that may begin earlier: look, position, the first position. */
export const BEHIND_WAY = -6
/** Restores the registers of a loop: loop, begin, count. */
export const RESTORE_LOOP = -7
/** One more repetition of a reluctant loop: loop, position. */
export const LAZY_WAY = -8
/** Minus twice the number of a repeated character: fewer of it; the least position, the current, the last. */
export const FEWER = -16
/** Minus twice the number of a repeated character: one more; the current position, how many more, the first. */
export const ONE_MORE = -17
