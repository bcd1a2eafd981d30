import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Settings } from './configuration/settings.ts'
import { type Functions, openFunctions } from './functions/open-functions.ts'
import { PackageCache } from './functions/packages/package-cache.ts'
import { createPermissionCheck } from './functions/permissions/permission-check.ts'
import { createS3Reader } from './functions/remote/s3-reader.ts'
import { createFunctionRuntime } from './functions/runtime/create-function-runtime.ts'
import type { Identity } from './identity/identity.ts'
import type { Store } from './store/store.ts'

export interface FunctionsRoomOptions {
  readonly settings: Settings
  readonly store: Store
  readonly identity: Identity
  /** Where this server is reached from this machine, such as `http://127.0.0.1:4566`. */
  readonly localUrl: string
  /** An endpoint of S3, from which packages may be read. */
  readonly s3: string | undefined
  /** The same from elsewhere. */
  readonly publicUrl: string
  /** PEM of what functions must trust to trust this server. */
  readonly trust: () => Promise<readonly string[]>
  readonly clock: () => Date
}

const bootstrap = (name: string) => fileURLToPath(new URL(`functions/runtime/bootstrap/${name}`, import.meta.url))

/** Opens functions/: no function runs before a function is invoked. What was opened is closed again where this rejects. */
export async function openFunctionsRoom(options: FunctionsRoomOptions): Promise<Functions> {
  const { settings, store, identity, clock } = options
  await using opened = new AsyncDisposableStack()
  // No other user of the machine can have made a directory of that name before.
  const packageRoot = settings.ephemeral
    ? join(tmpdir(), `postern-packages-${randomUUID()}`)
    : join(settings.dataDir, 'packages')
  const packages = new PackageCache(packageRoot)
  opened.defer(() => packages.close())
  const runtime = createFunctionRuntime({
    bootstraps: { node: bootstrap('node.ts'), python: bootstrap('python.py') },
    credentialsFor: (role, functionName) => identity.roleCredentials(role, functionName),
    environment: ownEndpoints(options.localUrl),
    trust: options.trust,
    processes: settings.functions.processes,
    idleMs: settings.functions.idleTimeout,
    waitMs: settings.functions.waitTimeout,
    ...(settings.ephemeral && { disposable: [packageRoot] }),
  })
  opened.defer(() => runtime.close())
  void runtime.prepare()
  const functions = await openFunctions({
    region: settings.region,
    accountId: settings.accountId,
    store,
    runtime,
    packages,
    jsonDepth: settings.limits.jsonDepth,
    codeBase: () => `${options.publicUrl}/_postern/code`,
    permission: createPermissionCheck(settings.permissions),
    ...(options.s3 !== undefined && {
      readS3Object: createS3Reader({ endpoint: options.s3, region: settings.region }),
    }),
    clock,
  })
  opened.defer(() => functions.close())
  const room = opened.move()
  return { ...functions, close: () => room.disposeAsync() }
}

/** So that a function's AWS SDK finds the services that are here; for all others it knows where AWS is. */
function ownEndpoints(url: string): Record<string, string> {
  const services = ['APIGATEWAYV2', 'IAM', 'LAMBDA', 'STS']
  return Object.fromEntries(services.map((service) => [`AWS_ENDPOINT_URL_${service}`, url]))
}
