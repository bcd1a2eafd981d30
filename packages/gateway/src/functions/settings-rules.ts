import type { FunctionSettings } from '../store/function-document.ts'
import { invalidParameter, notServed, validationError } from './lambda-errors.ts'
import { RESERVED_VARIABLES } from './runtime/reserved-variables.ts'
import { checkRuntime } from './runtime-names.ts'

/** Bytes of all variables, as JSON. */
const ENVIRONMENT_BYTES = 4096

/** Throws where settings, as a version would have them, break Lambda's rules. */
export function checkSettings({ Runtime, Handler, Environment, Architectures, VpcConfig }: FunctionSettings): void {
  if (Runtime === undefined || Handler === undefined) {
    throw invalidParameter(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    )
  }
  checkRuntime(Runtime)
  checkArchitectures(Architectures)
  checkEnvironment(Environment?.Variables ?? {})
  if ((VpcConfig?.SubnetIds?.length ?? 0) > 16) throw tooMany('vpcConfig.subnetIds', 16)
  if ((VpcConfig?.SecurityGroupIds?.length ?? 0) > 5) throw tooMany('vpcConfig.securityGroupIds', 5)
}

/** What can be asked of AWS and cannot be had here. */
export interface UnservedSettings {
  readonly Layers?: readonly string[] | undefined
  readonly ImageConfig?: unknown
  readonly PackageType?: string | undefined
  readonly CodeSigningConfigArn?: string | undefined
  readonly CapacityProviderConfig?: unknown
  readonly DurableConfig?: unknown
  readonly TenancyConfig?: unknown
  readonly PublishTo?: string | undefined
  readonly FileSystemConfigs?: readonly unknown[] | undefined
}

/** Throws where more is asked for than a function of a package has: better than a function that lacks something. */
export function refuseUnserved(asked: UnservedSettings): void {
  if (asked.PackageType === 'Image' || asked.ImageConfig !== undefined) {
    throw notServed('Functions of container images cannot be run: give a zip (PackageType Zip).')
  }
  if ((asked.Layers?.length ?? 0) > 0) throw notServed('Layers are not served: put their files into the zip.')
  if (asked.CodeSigningConfigArn !== undefined && asked.CodeSigningConfigArn !== '') {
    throw notServed('Code signing configurations are not served.')
  }
  if (asked.CapacityProviderConfig !== undefined || asked.PublishTo !== undefined) {
    throw notServed('Capacity providers are not served.')
  }
  if (asked.DurableConfig !== undefined) throw notServed('Durable functions are not served.')
  if (asked.TenancyConfig !== undefined) throw notServed('Tenant isolation is not served.')
  if ((asked.FileSystemConfigs?.length ?? 0) > 1) throw tooMany('fileSystemConfigs', 1)
}

function checkArchitectures(architectures: readonly string[]): void {
  const shown = `Value '[${architectures.join(', ')}]' at 'architectures' failed to satisfy constraint: Member must`
  if (architectures.length !== 1) {
    const bound = architectures.length === 0 ? 'greater than or equal to 1' : 'less than or equal to 1'
    throw validationError(`1 validation error detected: ${shown} have length ${bound}`)
  }
  if (architectures[0] === 'x86_64' || architectures[0] === 'arm64') return
  throw validationError(
    `1 validation error detected: ${shown} satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]`,
  )
}

/** Values are left out of all texts: they are secrets often. AWS shows them. */
function checkEnvironment(variables: Readonly<Record<string, string>>): void {
  const unable =
    'Lambda was unable to configure your environment variables because the environment variables you have provided'
  const names = Object.keys(variables)
  for (const name of names) {
    if (/^[a-zA-Z][a-zA-Z0-9_]+$/.test(name)) continue
    // A reserved name may begin with an underscore.
    if (RESERVED_VARIABLES.has(name)) continue
    throw validationError(
      `1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]: ${name}`,
    )
  }
  const reserved = names.filter((name) => RESERVED_VARIABLES.has(name))
  if (reserved.length > 0) {
    throw invalidParameter(
      `${unable} contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    )
  }
  if (Buffer.byteLength(JSON.stringify(variables)) > ENVIRONMENT_BYTES) {
    throw invalidParameter(`${unable} exceeded the 4KB limit.`)
  }
}

function tooMany(path: string, most: number) {
  return validationError(
    `1 validation error detected: Value at '${path}' failed to satisfy constraint: Member must have length less than or equal to ${most}`,
  )
}
