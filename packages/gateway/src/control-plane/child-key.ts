/** The id under which a child of an integration or a route is stored; without a parent, a resource's own. */
export function childKey(id: string, parentId: string | undefined): string {
  return parentId === undefined ? id : `${parentId}/${id}`
}

/** The children of an integration or a route, by their own ids. */
export function childrenOf<Document>(map: ReadonlyMap<string, Document>, parentId: string): [string, Document][] {
  const prefix = `${parentId}/`
  return [...map].filter(([key]) => key.startsWith(prefix)).map(([key, child]) => [key.slice(prefix.length), child])
}
