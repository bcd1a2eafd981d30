/**
 * The house (docs/architecture.md): the rooms of packages/gateway/src, from the top floor to the ground.
 * A room may import from floors below its own, never from its own floor's other rooms and never upwards.
 * oxlint.config.ts turns this table into lint rules.
 */
export const floors: readonly (readonly string[])[] = [
  ['command'],
  ['console', 'http-api', 'websocket-api', 'control-plane', 'functions', 'identity'],
  ['program'],
  ['authorizers', 'integrations'],
  ['expression', 'data-plane', 'telemetry'],
  ['store', 'aws-protocol'],
  ['transport', 'certificates', 'configuration', 'model'],
  ['files'],
]

/** The same for packages/terraform-provider/src: what speaks to Terraform at the bottom, what users name on top. */
export const providerFloors: readonly (readonly string[])[] = [
  ['resources'],
  ['checks'],
  ['aws'],
  ['framework'],
  ['conversion', 'wire'],
]
