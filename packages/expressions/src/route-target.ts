const TARGET = /^integrations\/([A-Za-z0-9]+)$/

/** The id of the integration that a route's target names, or undefined where it is none (spec control-plane.md 4.4). */
export function integrationOfTarget(target: string): string | undefined {
  return TARGET.exec(target)?.[1]
}
