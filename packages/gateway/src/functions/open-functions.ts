import type { AwsService } from '../aws-protocol/dispatch.ts'
import { DocumentRepository } from '../store/document-repository.ts'
import { type FunctionDocument, functionPrefix } from '../store/function-document.ts'
import type { Store } from '../store/store.ts'
import { CodeLocations } from './code-locations.ts'
import { EventQueue, type EventQueueOptions } from './event-queue.ts'
import { FunctionInvoker } from './function-invoker.ts'
import { FunctionPreparation } from './function-preparation.ts'
import type { FunctionRuntime } from './function-runtime.ts'
import { FunctionTable } from './function-table.ts'
import type { LambdaHome } from './lambda-arn.ts'
import type { LambdaPlane } from './lambda-plane.ts'
import { createLambdaService } from './lambda-service.ts'
import { LocalLambdaInvoker, type PermissionCheck } from './local-lambda-invoker.ts'
import type { PackageCache } from './packages/package-cache.ts'

export interface FunctionsOptions extends LambdaHome {
  readonly store: Store
  /** Closed by whoever made it, after `close` of what is opened here. */
  readonly runtime: FunctionRuntime
  /** The same. */
  readonly packages: Pick<PackageCache, 'directoryOf' | 'retain'>
  /** How deep the JSON of a call may nest. */
  readonly jsonDepth: number
  /** The URL that locations of packages continue (code-locations.ts). */
  readonly codeBase: () => string
  readonly clock: () => Date
  readonly readS3Object?: LambdaPlane['readS3Object']
  /** Whether the gateway may invoke. All may where it is left out. */
  readonly permission?: PermissionCheck
  readonly events?: Partial<EventQueueOptions>
  /** Draws among an alias' versions. */
  readonly random?: () => number
}

/** The functions of this server. */
export interface Functions {
  /** Lambda's API. */
  readonly service: AwsService
  /** For the data plane. */
  readonly invoker: LocalLambdaInvoker
  /** Answers downloads of packages. */
  readonly locations: CodeLocations
  /** Ends what goes on in the background, and drops the events that wait. */
  readonly close: () => Promise<void>
}

/** Reads what functions there are, and goes on with those that an earlier server left half made. */
export async function openFunctions(options: FunctionsOptions): Promise<Functions> {
  const { region, accountId, store, runtime, packages, clock } = options
  const functions = new DocumentRepository<FunctionDocument>(store, functionPrefix(region))
  const table = await FunctionTable.open(options)
  const invoker = new FunctionInvoker(runtime)
  const preparation = new FunctionPreparation({ store, functions, table, packages })
  const events = new EventQueue(options.events)
  const locations = new CodeLocations(store, options.codeBase, () => clock().getTime())
  const plane: LambdaPlane = {
    region,
    accountId,
    store,
    functions,
    table,
    invoker,
    preparation,
    events,
    locations,
    readS3Object: options.readS3Object,
    clock,
  }
  preparation.resume()
  return {
    service: createLambdaService(plane, options),
    invoker: new LocalLambdaInvoker(plane, table, invoker, options.permission),
    locations,
    async close() {
      events.close()
      await preparation.close()
      table.close()
    },
  }
}
