import { dirname, join } from 'node:path'
import type { RunnableFunction } from '../function-runtime.ts'
import { RESERVED_VARIABLES } from './reserved-variables.ts'
import type { RuntimeCommand } from './runtime-command.ts'
import type { FunctionCredentials } from './runtime-options.ts'

/** What differs from one process of a function to the next. */
export interface WorkerPlace {
  /** `host:port` of the Runtime API. */
  readonly runtimeApi: string
  readonly taskRoot: string
  /** Private to the process, and removed with it. */
  readonly temporaryDirectory: string
  readonly logStream: string
  /** `NAME=value` by which the processes that it starts are found. */
  readonly marker: string
}

/**
 * The environment of a function's process, from nothing: Postern's own may hold its secrets.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
 */
export function workerEnvironment(
  target: RunnableFunction,
  command: RuntimeCommand & { readonly kind: 'program' },
  place: WorkerPlace,
  credentials: FunctionCredentials | undefined,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const { taskRoot, temporaryDirectory } = place
  const [marker = '', mark = ''] = place.marker.split('=')
  const runtimeDirectory = dirname(command.arguments.at(-1) ?? command.program)
  const environment: Record<string, string> = {
    // First, where a look at /proc/PID/environ finds it first.
    [marker]: mark,
    PATH: '/usr/local/bin:/usr/bin:/bin:/opt/bin',
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    LD_LIBRARY_PATH: `${taskRoot}:${join(taskRoot, 'lib')}:/opt/lib`,
    NODE_PATH: `/opt/nodejs/node_modules:${join(taskRoot, 'node_modules')}:${taskRoot}`,
    // Not Lambda's: the operator's home has credentials and configuration that are none of a function's business.
    HOME: temporaryDirectory,
    TMPDIR: temporaryDirectory,
    ...given,
    ...free(target.environment),
  }
  return Object.assign(environment, reserved(target, command, place, credentials, runtimeDirectory), {
    [marker]: mark,
  })
}

/** The function's API refuses reserved names; this holds where one came in otherwise. */
function free(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !RESERVED_VARIABLES.has(name)))
}

function reserved(
  target: RunnableFunction,
  command: RuntimeCommand & { readonly kind: 'program' },
  { runtimeApi, taskRoot, logStream }: WorkerPlace,
  credentials: FunctionCredentials | undefined,
  runtimeDirectory: string,
): Record<string, string> {
  const region = target.functionArn.split(':')[3] ?? 'us-east-1'
  const variables: Record<string, string> = {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_LAMBDA_FUNCTION_NAME: target.functionName,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(target.memorySize),
    AWS_LAMBDA_FUNCTION_VERSION: target.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${target.functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    LAMBDA_TASK_ROOT: taskRoot,
    LAMBDA_RUNTIME_DIR: runtimeDirectory,
  }
  if (target.handler !== undefined) variables['_HANDLER'] = target.handler
  if (command.executionEnvironment !== undefined) variables['AWS_EXECUTION_ENV'] = command.executionEnvironment
  if (credentials !== undefined) {
    variables['AWS_ACCESS_KEY_ID'] = credentials.accessKeyId
    variables['AWS_SECRET_ACCESS_KEY'] = credentials.secretAccessKey
    if (credentials.sessionToken !== undefined) variables['AWS_SESSION_TOKEN'] = credentials.sessionToken
  }
  return variables
}
