import { apiKeys } from './api-keys.ts'
import { clientCertificates } from './client-certificates.ts'
import { credentials } from './credentials.ts'
import { choice, integer, onOff, optionalText, type Setting, text, texts } from './setting.ts'
import { accountId, address, baseUrl, origin, path, region } from './text-rules.ts'
import { vpcLinks } from './vpc-links.ts'

const server = {
  port: integer({ summary: 'Port to listen on; 0 takes any that is free', fallback: 4566, min: 0, max: 65_535 }),
  host: text({ summary: 'Address to listen on', fallback: '127.0.0.1', rule: address }),
  publicUrl: optionalText({
    summary: 'URL by which clients reach the server, where it is not the address it listens on; API endpoints name it',
    rule: baseUrl,
  }),
  dataDir: text({ summary: 'Directory that keeps what was created', fallback: './.postern', rule: path }),
  ephemeral: onOff({ summary: 'Keep everything in memory and nothing on disk', fallback: false }),
  logLevel: choice({
    summary: 'What is logged to standard error: silent, error, warn, info, debug or trace',
    fallback: 'info',
    values: ['silent', 'error', 'warn', 'info', 'debug', 'trace'],
  }),
}

/** What TLS clients are shown. */
const tls = {
  certificate: optionalText({
    summary: 'PEM file of a certificate to show to TLS clients, its own first; without, the local authority makes one',
    rule: path,
  }),
  key: optionalText({ summary: "PEM file of that certificate's private key", rule: path }),
}

const account = {
  region: text({ summary: 'Region that ARNs name', fallback: 'us-east-1', rule: region }),
  accountId: text({
    summary: 'Account that ARNs and GetCallerIdentity name',
    fallback: '000000000000',
    rule: accountId,
  }),
}

const access = {
  credentials,
  apiKeys,
  hosts: texts({
    summary: 'Host names, beside loopback ones, by which the control plane may be reached',
    fallback: [],
    rule: address,
    max: 100,
  }),
  allowedOrigins: texts({
    summary: 'Web pages that may call the control plane',
    fallback: [],
    rule: origin,
    max: 100,
  }),
}

/** Bounds of what callers may cost. */
const limits = {
  headerBytes: integer({
    summary: 'Request line and header lines of one request together; AWS has 10240',
    fallback: 10_240,
    min: 1024,
    max: 1_048_576,
    unit: 'bytes',
  }),
  headerCount: integer({ summary: 'Header lines of one request', fallback: 200, min: 10, max: 10_000 }),
  connections: integer({ summary: 'Open client connections', fallback: 10_000, min: 1, max: 1_000_000 }),
  headTimeout: milliseconds('Time in which the head of a request must have arrived', 10_000),
  requestTimeout: milliseconds('Time in which a whole request must have arrived', 60_000),
  keepAliveTimeout: milliseconds('Time for which an idle client connection is kept', 75_000),
  drainTimeout: milliseconds('Time that calls in flight get to end when the server is told to stop', 10_000),
  payloadBytes: integer({
    summary: 'Body of a call of an API, and of its answer; AWS has 10 MB',
    fallback: 10_485_760,
    min: 1024,
    max: 1_073_741_824,
    unit: 'bytes',
  }),
  controlPlaneBodyBytes: integer({
    summary: 'Body of one control-plane call; AWS takes API definitions to 6 MB',
    fallback: 6_291_456,
    min: 1024,
    max: 104_857_600,
    unit: 'bytes',
  }),
  jsonDepth: integer({ summary: 'Nesting of JSON in a control-plane call', fallback: 64, min: 8, max: 1000 }),
}

/** Connections of WebSocket APIs. */
const webSockets = {
  idleTimeout: milliseconds('Time without a message after which a connection is closed; AWS has 10 minutes', 600_000),
  duration: integer({
    summary: 'Time after which a connection is closed, whatever it does; AWS has 2 hours',
    fallback: 7_200_000,
    min: 1,
    max: 604_800_000,
    unit: 'milliseconds',
  }),
}

/** Limits that all APIs share; those of stages and routes are theirs. */
const throttling = {
  rate: integer({
    summary:
      'Calls a second of all APIs together, messages and posts to connections included; AWS has 10000; 0: no limit',
    fallback: 0,
    min: 0,
    max: 10_000_000,
  }),
  burst: integer({
    summary: 'Calls at once that throttling.rate lets through; AWS has 5000',
    fallback: 5000,
    min: 1,
    max: 10_000_000,
  }),
  connectionRate: integer({
    summary: 'New connections a second of all WebSocket APIs together; AWS has 500; 0: no limit',
    fallback: 0,
    min: 0,
    max: 10_000_000,
  }),
}

/** AWS's quotas (spec/control-plane.md 3.6). */
const quotas = {
  apis: quota('APIs of the account', 600),
  routes: quota('Routes of an API', 300),
  integrations: quota('Integrations of an API', 300),
  stages: quota('Stages of an API', 10),
  authorizers: quota('Authorizers of an API', 10),
  audiencesPerAuthorizer: quota('Audiences of a JWT authorizer', 50),
  scopesPerRoute: quota('Authorization scopes of a route', 10),
  stageVariables: quota('Variables of a stage', 100),
  tags: quota('Tags of a resource', 50),
  vpcLinks: quota('VPC links of the account', 10),
  subnetsPerVpcLink: quota('Subnets of a VPC link', 10),
  domainNames: quota('Custom domain names of the account', 120),
  apiMappingsPerDomainName: quota('API mappings of a custom domain name', 200),
}

/** How backends are called. */
const upstream = {
  connections: integer({ summary: 'Open connections to one backend', fallback: 256, min: 1, max: 65_535 }),
  connectTimeout: milliseconds('Time in which a connection to a backend must stand', 10_000),
  keepAliveTimeout: milliseconds('Time for which an unused connection to a backend is kept', 4000),
  caFile: optionalText({
    summary: 'PEM file of certificate authorities to trust beside the well-known ones',
    rule: path,
  }),
}

/** What stands in for what an account has beside its APIs. */
const backends = { vpcLinks, clientCertificates }

/** How Lambda functions are run. */
const functions = {
  enabled: onOff({
    summary: "Serve Lambda's API and run functions: code of whoever may call the control plane",
    fallback: true,
  }),
  processes: integer({ summary: 'Processes of functions, all together', fallback: 50, min: 1, max: 10_000 }),
  idleTimeout: milliseconds("Time for which a function's unused process is kept", 300_000),
  waitTimeout: milliseconds('Time for which an invocation waits for a process before it is throttled', 10_000),
}

/** What an operator and an API's owner may want to see. */
const traces = {
  kept: integer({
    summary: "Traces of WebSocket APIs' events that are kept in memory for `postern trace --kept`; 0: none",
    fallback: 0,
    min: 0,
    max: 10_000,
  }),
}

const accessLogs = {
  directory: optionalText({
    summary: 'Directory for access logs of stages, a file for each log group; without, they go to the log',
    rule: path,
  }),
}

const permissions = choice({
  summary:
    "What becomes of a call that AWS would refuse for want of a function's or a role's permission: enforce or warn",
  fallback: 'warn',
  values: ['enforce', 'warn'],
})

export const settingsTable = {
  ...server,
  tls,
  ...account,
  ...access,
  limits,
  webSockets,
  throttling,
  quotas,
  upstream,
  ...backends,
  permissions,
  functions,
  traces,
  accessLogs,
}

/** The settings as help and docs group them. Together they are the whole table. */
export const settingSections = [
  { title: 'Server', table: { ...server, tls } },
  { title: 'Account', table: account },
  { title: 'Access', table: access },
  { title: 'Limits', table: { limits } },
  { title: 'WebSocket APIs', table: { webSockets } },
  { title: 'Throttling', table: { throttling } },
  { title: 'Quotas (of AWS, to raise or lower)', table: { quotas } },
  { title: 'Backends', table: { upstream, ...backends } },
  { title: 'Functions', table: { permissions, functions } },
  { title: 'Traces and access logs', table: { traces, accessLogs } },
] as const

type Values<Table> = {
  readonly [Key in keyof Table]: Table[Key] extends Setting<infer Value> ? Value : Values<Table[Key]>
}

/** Everything that can be configured, complete: times in milliseconds, sizes in bytes. */
export type Settings = Values<typeof settingsTable>

/** An hour at most: a longer wait is no bound. */
function milliseconds(summary: string, fallback: number): Setting<number> {
  return integer({ summary, fallback, min: 1, max: 3_600_000, unit: 'milliseconds' })
}

function quota(summary: string, fallback: number): Setting<number> {
  return integer({ summary, fallback, min: 0, max: 1_000_000 })
}
