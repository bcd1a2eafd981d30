/** How many members and indexes one reference may have behind its name. */
export const MOST_STEPS = 1000

/** How many conditions one #if may have. */
export const MOST_BRANCHES = 1000

/** How many digits a whole number may have: reading and printing it costs more than linear time. */
export const MOST_INTEGER_DIGITS = 1000
