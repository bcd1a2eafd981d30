/** An SDK answer without what is not the service's. For tests. */
export function withoutMetadata<Output extends { readonly $metadata: unknown }>(
  output: Output,
): Omit<Output, '$metadata'> {
  const { $metadata: _, ...members } = output
  return members
}
