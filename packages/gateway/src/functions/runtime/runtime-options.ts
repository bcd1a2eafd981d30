/** What createFunctionRuntime may be told. Times are milliseconds. */
export interface FunctionRuntimeOptions {
  /** Absolute names of the programs that run handlers. A `.ts` file is stripped of its types once. */
  readonly bootstraps: Bootstraps
  /** The credentials that a function with this role finds in its environment; none where it answers undefined. */
  readonly credentialsFor?: CredentialsFor
  /** Variables that every function is given, below its own: `AWS_ENDPOINT_URL`, say. */
  readonly environment?: Readonly<Record<string, string>>
  /** PEM of what functions trust beside the well-known authorities. Where it rejects, they do without. */
  readonly trust?: () => Promise<readonly string[]>
  /** How many processes there may be at once, for all functions together. 50 unless given. */
  readonly processes?: number
  /** How many of them may be starting at once. Twice the cores unless given. */
  readonly starts?: number
  /** How long a process waits for its next invocation before it is ended. 5 minutes unless given. */
  readonly idleMs?: number
  /** How old a process may grow. 2 hours unless given. */
  readonly lifetimeMs?: number
  /** How long an invocation waits for a process before it is throttled. 10 s unless given. */
  readonly waitMs?: number
  /** How many invocations of one function may wait. 1000 unless given. */
  readonly waiters?: number
  /** How long an initialization may take before the function's own time limit begins. Lambda's 10 s unless given. */
  readonly initMs?: number
  /** The directory in which the engine makes a private one for temporary files. The system's unless given. */
  readonly workDirectory?: string
  /** Directories of the caller's that are of no use without the runtime: removed if Postern crashes. */
  readonly disposable?: readonly string[]
}

interface Bootstraps {
  /** Absolute file name: `.mjs` or `.ts`. Beside it lies `node-localhost`, `.cjs` or `.ts`. */
  readonly node: string
  /** Absolute file name: `.py`. */
  readonly python: string
}

export interface FunctionCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export type CredentialsFor = (roleArn: string, functionName: string) => CredentialsAnswer | Promise<CredentialsAnswer>

type CredentialsAnswer = FunctionCredentials | undefined
