import type { IntegrationDocument } from '../store/documents.ts'
import { notCarried } from './fixed-fault.ts'
import { compileHttpProxy } from './http-proxy.ts'
import type { IntegrationTemplate } from './integration.ts'

/** By the document itself: documents are never changed, and snapshots of an API share those that stayed the same. */
const compiled = new WeakMap<IntegrationDocument, IntegrationTemplate>()

/** Compiles an HTTP API's integration, once per document. Throws DefinitionError. */
export function compileIntegration(document: IntegrationDocument): IntegrationTemplate {
  const known = compiled.get(document)
  if (known !== undefined) return known
  const template = compile(document)
  compiled.set(document, template)
  return template
}

function compile(document: IntegrationDocument): IntegrationTemplate {
  if (document.ConnectionType === 'VPC_LINK') return notCarried('Private integrations (VPC_LINK) are')
  if (document.IntegrationType === 'HTTP_PROXY') return compileHttpProxy(document)
  const subtype = document.IntegrationSubtype === undefined ? '' : ` of subtype ${document.IntegrationSubtype}`
  return notCarried(`${document.IntegrationType} integrations${subtype} are`)
}
