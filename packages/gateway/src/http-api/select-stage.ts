import type { CallContext } from '../data-plane/call-context.ts'
import { GatewayFault } from '../data-plane/gateway-fault.ts'
import type { ExecuteApiPlacement } from '../data-plane/placement.ts'
import type { HttpApiProgram } from '../program/api-program.ts'
import type { HttpStageProgram } from '../program/http-stage-program.ts'
import { firstSegment, splitTarget } from './request-target.ts'

/** A stage that takes the call, and what of the target is left for its routes. */
export interface StageSelection {
  readonly program: HttpStageProgram
  /** Raw, without the stage; `/` where nothing is left. */
  readonly path: string
  /** Raw, without the `?`. */
  readonly query: string
}

const DEFAULT_STAGE = '$default'

/**
 * Spec/http-api.md section 1: the stage that the path form or a mapping names; else the one that the first path segment names
 * exactly, whatever routes there are; else `$default` with the full path; else E1. A stage without deployment takes its
 * calls, too, and has nothing to answer them with.
 */
export function selectStage(
  api: HttpApiProgram,
  placement: ExecuteApiPlacement,
  context: CallContext,
): StageSelection | GatewayFault {
  const target = splitTarget(placement.target)
  if (target === undefined) return GatewayFault.of('bad-request')
  let { path } = target
  let name = placement.stage
  if (name === undefined) {
    name = firstSegment(path)
    // `/$default/…` is just a path.
    if (name !== DEFAULT_STAGE && api.stages.has(name)) path = path.slice(name.length + 1) || '/'
    else name = DEFAULT_STAGE
  }
  const program = api.stages.get(name)
  if (program === undefined || program === 'undeployed') return GatewayFault.of('stage-not-found')
  context.stage = name
  if (program === 'broken') return GatewayFault.of('misconfigured', 'the deployment of the stage cannot be served')
  // Custom domain names stay open (spec/http-api.md section 1.2).
  if (program.isExecuteApiDisabled && placement.mappingKey === undefined) return GatewayFault.of('endpoint-disabled')
  return { program, path, query: target.query }
}
