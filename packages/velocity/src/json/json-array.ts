/**
 * The array of a JSON text. A class of its own, so that a printer can tell it from other lists: Java's json-smart
 * prints its arrays as JSON, other lists in Java's way.
 *
 * Fill it with `push`. Beware of `map`, `filter`, `slice` and the like: what they give is a JsonArray again. (A species
 * of plain arrays would take half the speed of `push`.)
 */
export class JsonArray extends Array<unknown> {}
