/** One text or a list of them, as elements of policies have it; undefined where it is neither. */
export function textsOf(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  const texts = list.filter((item) => typeof item === 'string')
  return texts.length === list.length && texts.length > 0 ? texts : undefined
}
