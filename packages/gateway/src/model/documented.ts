/** An SDK type as it is stored and answered: JSON, so dates are ISO-8601 texts. */
export type Documented<T> = T extends Date
  ? string
  : T extends Uint8Array
    ? Uint8Array
    : T extends readonly (infer Element)[]
      ? Documented<Element>[]
      : T extends object
        ? { [Member in keyof T]: Documented<T[Member]> }
        : T

/** An SDK input type after decoding: required members, which the SDK types as `X | undefined`, are there. */
export type Decoded<T> = {
  [Member in keyof T]: Partial<Pick<T, Member>> extends Pick<T, Member> ? T[Member] : Exclude<T[Member], undefined>
}
