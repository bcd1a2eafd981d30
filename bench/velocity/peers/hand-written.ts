/** What somebody would write by hand who knew the template by heart: the ceiling. */
import { escapeJavaScript, event, type Order } from '../mapping.ts'
import { serveRates } from '../serve-rates.ts'

const order = JSON.parse(event.body) as Order
await serveRates(render)

function render(): string {
  const { context, stageVariables, params } = event
  let out = `{
  "requestId": "${context.requestId}",
  "caller": "${context.identity.caller ?? ''}",
  "table": "${stageVariables['table']}",
  "customer": {
    "id": ${order.customer.id},
    "name": "${escapeJavaScript(order.customer.name)}",
    "email": "${escapeJavaScript(order.customer.email)}"
  },
  "items": [
`
  const { items, tags } = order
  for (let index = 0; index < items.length; index++) {
    const item = items[index]
    if (item === undefined) continue
    out += `    {
      "sku": "${escapeJavaScript(item.sku)}",
      "title": "${escapeJavaScript(item.title)}",
      "quantity": ${item.quantity},
`
    if (item.gift === true) out += '      "gift": true,\n'
    out += `      "total": ${item.price * item.quantity}\n    }${index < items.length - 1 ? ',' : ''}\n`
  }
  out += '  ],\n  "tags": [\n'
  for (let index = 0; index < tags.length; index++) {
    out += `    "${escapeJavaScript(tags[index] ?? '')}"${index < tags.length - 1 ? ',' : ''}\n`
  }
  out += '  ],\n  "query": {\n'
  const names = Object.keys(params.querystring)
  for (let index = 0; index < names.length; index++) {
    const name = names[index] ?? ''
    out += `    "${name}": "${escapeJavaScript(params.querystring[name] ?? '')}"${index < names.length - 1 ? ',' : ''}\n`
  }
  return `${out}  },\n  "note": "${escapeJavaScript(order.note)}"\n}\n`
}
