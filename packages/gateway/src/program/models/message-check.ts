import { GatewayFault } from '../../data-plane/gateway-fault.ts'
import { compileSelection, type SelectionSources } from '../../expression/evaluate-selection.ts'
import type { RouteDocument } from '../../store/documents.ts'
import type { ValueCheck } from './model-validator.ts'

/** Answers the fault of a message that does not fit; undefined lets it pass. */
export type MessageCheck = (sources: SelectionSources) => GatewayFault | undefined

/**
 * The validation of a route's messages: expression → key → the route's models → model, of proxies as well
 * (spec/websocket-api.md sections 3.2 and 8); undefined where it has none.
 * Throws DefinitionError.
 */
export function compileMessageCheck(
  route: RouteDocument,
  models: ReadonlyMap<string, ValueCheck>,
): MessageCheck | undefined {
  if (route.ModelSelectionExpression === undefined) return undefined
  const selection = compileSelection(route.ModelSelectionExpression)
  const names = new Map(Object.entries(route.RequestModels ?? {}))
  return (sources) => {
    const key = selection(sources)
    const name = names.get(key) ?? names.get('$default')
    if (name === undefined) return unfit(`the route has no model ${JSON.stringify(key.slice(0, 100))}, and no $default`)
    const check = models.get(name)
    if (check === undefined) return unfit(`the API has no model ${name}`)
    let message: unknown
    try {
      message = JSON.parse(sources.body?.text ?? '')
    } catch {
      return unfit(`model ${name}: the message is no JSON`)
    }
    const reason = check(message)
    return reason === undefined ? undefined : unfit(`model ${name}: ${reason}`)
  }
}

/** The client learns nothing of it but that (section 8). */
function unfit(reason: string): GatewayFault {
  return GatewayFault.of('websocket-bad-body', reason)
}
