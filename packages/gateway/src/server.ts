import { apiEndpoints } from './api-endpoint.ts'
import type { CallerPermission } from './authorizers/caller-permission.ts'
import type { RunningServer } from './command/server-port.ts'
import { readAwsEndpoints } from './configuration/aws-endpoints.ts'
import { readCaFile } from './configuration/ca-file.ts'
import { readClientCertificates } from './configuration/client-certificate-files.ts'
import type { Settings } from './configuration/settings.ts'
import { readTlsFiles } from './configuration/tls-files.ts'
import { createControlPlaneHandler } from './control-plane-handler.ts'
import { controlPlaneNames } from './control-plane-names.ts'
import { AccountThrottle } from './data-plane/account-throttle.ts'
import { answerOnDomain } from './data-plane/answer-on-domain.ts'
import type { AwsServiceRequest } from './data-plane/aws-services.ts'
import { DomainTable } from './data-plane/domain-table.ts'
import type { LambdaInvoker } from './data-plane/lambda-invoker.ts'
import { placeRequest } from './data-plane/placement.ts'
import { foreignEndpoints } from './foreign-endpoints.ts'
import { answerDownload, isDownload } from './function-downloads.ts'
import { switchedOffInvoker } from './functions-switched-off.ts'
import { createHttpApiHandler } from './http-api/pipeline.ts'
import { Sessions } from './identity/sessions.ts'
import { invokeAccess } from './invoke-access.ts'
import { Late } from './late.ts'
import { LateCertificates } from './late-certificates.ts'
import { LateFunctions } from './late-functions.ts'
import { LateUpstream } from './late-upstream.ts'
import { logAccess, logChannels } from './log-channels.ts'
import { managementAccess } from './management-access.ts'
import { answerNotReady, answerPostern, type ServerPhase } from './postern-endpoints.ts'
import { ProgramTable } from './program/program-table.ts'
import { ApiRepository } from './store/api-repository.ts'
import { DocumentRepository } from './store/document-repository.ts'
import { type DomainNameDocument, domainNamePrefix, type VpcLinkDocument } from './store/documents.ts'
import { functionPrefix } from './store/function-document.ts'
import { MemoryStore } from './store/memory-store.ts'
import { openSqliteStore } from './store/open-sqlite-store.ts'
import type { Store } from './store/store.ts'
import { Log } from './telemetry/log.ts'
import { Traces } from './telemetry/traces.ts'
import { answerTraces, TRACES } from './trace-endpoint.ts'
import { type HttpRequest, type HttpResponse, headerOf } from './transport/http-message.ts'
import { listenWithNode } from './transport/node-listener.ts'
import type { UpgradeHandler } from './transport/websocket.ts'
import { VpcLinkTable } from './vpc-link-table.ts'

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
  if (settings.accessLogs.directory === undefined) logAccess(log)
  else {
    const { openAccessLogs } = await import('./open-access-logs.ts')
    const close = openAccessLogs(settings.accessLogs.directory)
    opened.defer(close)
  }
  const ca = readCaFile(settings.upstream.caFile)
  const clientCertificates = readClientCertificates(settings.clientCertificates)
  const certificates = new LateCertificates(settings, readTlsFiles(settings.tls))
  const endpoints = readAwsEndpoints(process.env)

  // The port first: whether it is free shows at once, and probes hear that the server starts while the store is opened.
  let phase: ServerPhase = 'starting'
  let serve: Serve = () => answerNotReady(phase)
  let upgrade: UpgradeHandler = async () => answerNotReady(phase)
  let place = (request: HttpRequest) => placeRequest(headerOf(request.headers, 'host'), request.target)
  const handle = (request: HttpRequest) => {
    const placement = place(request)
    if (placement.kind !== 'postern' || isServed(placement.path)) return serve(request, placement)
    return answerPostern(placement.path, request, phase)
  }
  const listener = await listenWithNode(
    { ...settings, limits, certificates: () => certificates.get() },
    handle,
    (request) => upgrade(request),
  )
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
  const linkPrefix = `vpclinks/${region}/`
  const vpcLinks = await VpcLinkTable.open(store, linkPrefix, settings.vpcLinks)
  opened.defer(() => vpcLinks.close())
  const ownNames = controlPlaneNames(settings)
  const domains = await DomainTable.open(store, { region, ownNames })
  place = (request) => placeRequest(headerOf(request.headers, 'host'), request.target, domains)
  opened.defer(() => domains.close())

  const clock = () => new Date()
  const sessions = new Sessions(clock)
  const identity = new Late(async () => {
    const { openIdentity } = await import('./identity/identity.ts')
    const { accountId, permissions } = settings
    return openIdentity({ account: { region, accountId }, store, clock, sessions, permissions })
  })
  opened.defer(() => identity.close())
  const localUrl = urlOf(host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host, port)
  const elsewhere = foreignEndpoints(endpoints, { host, port })
  const functions = new Late(async () => {
    const { openFunctionsRoom } = await import('./open-functions-room.ts')
    const publicUrl = settings.publicUrl ?? localUrl
    const { s3 } = elsewhere
    const trust = async () => (await certificates.get()).trusted
    return openFunctionsRoom({ settings, store, identity: await identity.get(), localUrl, publicUrl, s3, trust, clock })
  })
  opened.defer(() => functions.close())
  const local = settings.functions.enabled ? new LateFunctions(functions) : switchedOffInvoker
  let invoker: LambdaInvoker = local
  if (elsewhere.lambda !== undefined || elsewhere.sts !== undefined) {
    const { withRemoteFunctions } = await import('./remote-functions.ts')
    const remote = withRemoteFunctions(local, elsewhere, region)
    opened.defer(() => remote.close())
    invoker = remote.invoker
  }
  const aws = new Late(async () => {
    const [{ openAwsServices }, { serviceEndpoints }] = await Promise.all([
      import('./aws-services.ts'),
      import('./service-endpoints.ts'),
    ])
    const endpointOf = serviceEndpoints(process.env, { host, port })
    return openAwsServices({ endpointOf, sts: elsewhere.sts, region })
  })
  opened.defer(() => aws.close())

  const services = {
    upstream,
    functions: invoker,
    aws: { sign: async (request: AwsServiceRequest) => (await aws.get()).sign(request) },
    programs,
    throttle: new AccountThrottle(settings.throttling),
    vpcLinks,
    clientCertificates,
    payloadBytes: limits.payloadBytes,
    // A wildcard is no address that anybody could have called.
    gatewayAddress: host === '0.0.0.0' || host === '::' ? undefined : host,
  }
  const access = managementAccess(settings, sessions, clock, domains)
  const tracing = { traces: new Traces(settings.traces.kept), programs, access }
  const webSocketApi = new Late(async () => {
    const [{ WebSocketApi }, { Journals }] = await Promise.all([
      import('./websocket-api/websocket-api.ts'),
      import('./websocket-api/journals.ts'),
    ])
    const { idleTimeout: idle, duration: age } = settings.webSockets
    const who = invokeAccess(settings, sessions, clock)
    const journals = new Journals(tracing.traces)
    const more = { times: { idle, age }, drainTimeout: limits.drainTimeout, access, journals }
    const permit: CallerPermission = async (...call) => (await identity.get()).permission(...call)
    return new WebSocketApi({ ...services, ...who, ...more, permit, owner: { region, accountId: settings.accountId } })
  })
  const httpApi = createHttpApiHandler({
    ...services,
    answerWebSocketApi: async (api, placement, context) => (await webSocketApi.get()).answer(api, placement, context),
  })
  const plane = {
    region,
    accountId: settings.accountId,
    apis,
    vpcLinks: new DocumentRepository<VpcLinkDocument>(store, linkPrefix),
    isVpcLinkConfigured: (id: string) => Object.hasOwn(settings.vpcLinks, id),
    domainNames: new DocumentRepository<DomainNameDocument>(store, domainNamePrefix(region)),
    ownNames,
    quotas: settings.quotas,
    endpointOf: apiEndpoints(settings, port),
    clock,
  }
  const controlPlane = createControlPlaneHandler(settings, plane, { identity, sessions, functions })
  serve = (request, placement) => {
    if (placement.kind === 'execute-api') return httpApi(placement, request)
    if (placement.kind === 'health' || placement.kind === 'unmapped') return answerOnDomain(placement, request)
    if (placement.kind === 'service') return controlPlane(request)
    return placement.path === TRACES ? answerTraces(request, tracing) : answerDownload(request, functions)
  }
  upgrade = async (request) => {
    const placement = place(request)
    if (placement.kind !== 'execute-api') return handle(request)
    const api = await programs.find(placement.apiId)
    const answer = api?.protocolType === 'WEBSOCKET' && (await webSocketApi.get()).upgrade(placement, request)
    // On any other API it is a request like others.
    return (answer === false ? undefined : await answer) ?? httpApi(placement, request)
  }
  phase = 'ready'
  // Functions that are there may be called next, or may have been left half made.
  if (settings.functions.enabled && (await hasFunctions(store, region))) void functions.get().catch(() => undefined)

  // Calls in flight need all of the above: they end first.
  opened.defer(async () => {
    phase = 'draining'
    // Who follows traces sees the ends of connections, too.
    const ended = webSocketApi.close().then(() => tracing.traces.close())
    await Promise.all([ended, listener.close(limits.drainTimeout)])
  })
  const running = opened.move()
  return { url: urlOf(host, port), close: () => running.disposeAsync() }
}

/** Paths below `/_postern` that need more than a process that lives. */
function isServed(path: string): boolean {
  return isDownload(path) || path === TRACES
}

async function hasFunctions(store: Store, region: string): Promise<boolean> {
  const { done } = await store.listRefs(functionPrefix(region))[Symbol.asyncIterator]().next()
  return done !== true
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
