import { apiEndpoints } from './api-endpoint.ts'
import type { RunningServer } from './command/server-port.ts'
import { readCaFile } from './configuration/ca-file.ts'
import type { Settings } from './configuration/settings.ts'
import { createControlPlaneHandler } from './control-plane-handler.ts'
import { placeRequest } from './data-plane/placement.ts'
import { createHttpApiHandler } from './http-api/pipeline.ts'
import { openIdentity } from './identity/identity.ts'
import { LateUpstream } from './late-upstream.ts'
import { logChannels } from './log-channels.ts'
import { answerNotReady, answerPostern, type ServerPhase } from './postern-endpoints.ts'
import { ProgramTable } from './program/program-table.ts'
import { ApiRepository } from './store/api-repository.ts'
import { DocumentRepository } from './store/document-repository.ts'
import type { VpcLinkDocument } from './store/documents.ts'
import { MemoryStore } from './store/memory-store.ts'
import { openSqliteStore } from './store/open-sqlite-store.ts'
import { Log } from './telemetry/log.ts'
import { type HttpRequest, type HttpResponse, headerOf } from './transport/http-message.ts'
import { listenWithNode } from './transport/node-listener.ts'

/** Answers what is no `/_postern/…`, once there is something to answer with. */
type Serve = (request: HttpRequest, placement: ReturnType<typeof placeRequest>) => HttpResponse | Promise<HttpResponse>

/** Milliseconds after the start at which the upstream client is made, if no call came first. */
const UPSTREAM_DELAY = 1000

/**
 * Builds and starts a server: store, programs, handlers, listener. Rejects with ConfigurationError, ListenError or
 * StoreUnusable, having let go of whatever it had opened.
 */
export async function startServer(settings: Settings): Promise<RunningServer> {
  const { limits, region } = settings
  // Closed in reverse, both when the server stops and when it cannot start.
  await using opened = new AsyncDisposableStack()
  const log = new Log({ level: settings.logLevel, human: process.stderr.isTTY })
  opened.defer(() => log.close())
  logChannels(log)
  const ca = readCaFile(settings.upstream.caFile)

  // The port first: whether it is free shows at once, and probes hear that the server starts while the store is opened.
  let phase: ServerPhase = 'starting'
  let serve: Serve = () => answerNotReady(phase)
  const listener = await listenWithNode({ ...settings, limits }, (request) => {
    const placement = placeRequest(headerOf(request.headers, 'host'), request.target)
    return placement.kind === 'postern' ? answerPostern(placement.path, request, phase) : serve(request, placement)
  })
  opened.defer(() => listener.close(0))
  const { host, port } = listener.address

  const { connections, connectTimeout, keepAliveTimeout } = settings.upstream
  const upstream = new LateUpstream(async () => {
    const { createUndiciUpstream } = await import('./transport/undici-upstream.ts')
    return createUndiciUpstream({ connections, connectTimeout, keepAliveTimeout, ...(ca !== undefined && { ca }) })
  }, UPSTREAM_DELAY)
  opened.defer(() => upstream.close())
  const store = settings.ephemeral ? new MemoryStore() : await openSqliteStore(settings.dataDir)
  opened.defer(() => store.close())
  const apis = new ApiRepository(store, region)
  const programs = await ProgramTable.open(apis, { region, accountId: settings.accountId })
  opened.defer(() => programs.close())

  const clock = () => new Date()
  const identity = await openIdentity({ account: { region, accountId: settings.accountId }, store, clock })
  opened.defer(() => identity.close())

  const httpApi = createHttpApiHandler({
    upstream,
    // Stands in until functions/ is wired: no function is here.
    functions: { invoke: () => Promise.resolve({ kind: 'missing', message: 'no such function is here' }) },
    programs,
    payloadBytes: limits.payloadBytes,
    // A wildcard is no address that anybody could have called.
    gatewayAddress: host === '0.0.0.0' || host === '::' ? undefined : host,
  })
  const plane = {
    region,
    accountId: settings.accountId,
    apis,
    vpcLinks: new DocumentRepository<VpcLinkDocument>(store, `vpclinks/${region}/`),
    quotas: settings.quotas,
    endpointOf: apiEndpoints(settings, port),
    clock,
  }
  const controlPlane = createControlPlaneHandler(settings, plane, identity)
  serve = (request, placement) =>
    placement.kind === 'execute-api' ? httpApi(placement, request) : controlPlane(request)
  phase = 'ready'

  // Calls in flight need all of the above: they end first.
  opened.defer(() => {
    phase = 'draining'
    return listener.close(limits.drainTimeout)
  })
  const running = opened.move()
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  return { url, close: () => running.disposeAsync() }
}
