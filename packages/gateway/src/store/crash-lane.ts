import type { ApiRepository } from './api-repository.ts'
import type { ApiSnapshot } from './api-snapshot.ts'
import type { ApiDocument } from './documents.ts'

/**
 * The life of one API in the crash test, as a function of a number that only grows: made at 0, given an integration and
 * a route with each step, deployed at some, removed at the last, and made again. So whoever knows the number knows what
 * must be stored, to the last document.
 */
export const STEPS = 30

const missing = () => new Error('the API is not there')

/** Brings an API from the state of `number - 1` to that of `number`. */
export async function step(apis: ApiRepository, ApiId: string, number: number): Promise<void> {
  const at = number % STEPS
  if (at === STEPS - 1) return apis.remove(ApiId, () => undefined, missing)
  if (at === 0) return apis.create(apiOf(ApiId, number), () => undefined)
  return apis.change(
    ApiId,
    async (draft) => {
      draft.api = apiOf(ApiId, number)
      draft.put('integrations', `i${at}`, { IntegrationId: `i${at}`, IntegrationType: 'HTTP_PROXY' })
      draft.put('routes', `r${at}`, { RouteId: `r${at}`, RouteKey: `GET /${at}`, Target: `integrations/i${at}` })
      if (isDeployed(at))
        draft.put('deployments', `d${at}`, { DeploymentId: `d${at}`, Frozen: await apis.freeze(draft) })
    },
    missing,
  )
}

/** The number whose state this is. Throws where it is not wholly the state of any number. */
export async function numberOf(apis: ApiRepository, snapshot: ApiSnapshot): Promise<number> {
  const number = Number(snapshot.api.Name)
  const at = number % STEPS
  const steps = Array.from({ length: at }, (_, index) => index + 1)
  const deployed = steps.filter(isDeployed)
  expectSame(snapshot.integrations.keys(), steps, 'i')
  expectSame(snapshot.routes.keys(), steps, 'r')
  expectSame(snapshot.deployments.keys(), deployed, 'd')
  for (const one of deployed) {
    const deployment = snapshot.deployments.get(`d${one}`)
    if (deployment === undefined) throw missing()
    const frozen = await apis.frozen(deployment)
    expectSame(frozen.integrations.keys(), steps.slice(0, one), 'i')
    expectSame(frozen.routes.keys(), steps.slice(0, one), 'r')
    if (Number(frozen.api.Name) !== number - at + one) throw new Error(`deployment ${one} froze API ${frozen.api.Name}`)
  }
  return number
}

function isDeployed(at: number): boolean {
  return at % 7 === 0
}

function apiOf(ApiId: string, number: number): ApiDocument {
  return { ApiId, Name: String(number), ProtocolType: 'HTTP', RouteSelectionExpression: '$request.method' }
}

function expectSame(keys: Iterable<string>, steps: readonly number[], letter: string): void {
  const found = [...keys].toSorted().join()
  const wanted = steps
    .map((one) => letter + one)
    .toSorted()
    .join()
  if (found !== wanted) throw new Error(`half of a change: ${found} instead of ${wanted}`)
}
