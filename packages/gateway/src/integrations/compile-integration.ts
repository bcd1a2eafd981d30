import type { IntegrationDocument } from '../store/documents.ts'
import { notCarried } from './fixed-fault.ts'
import { compileHttpProxy } from './http-proxy.ts'
import type { IntegrationTemplate } from './integration.ts'
import { compileLambdaProxy } from './lambda-proxy.ts'

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
  const { IntegrationType, IntegrationSubtype } = document
  if (IntegrationType === 'AWS_PROXY' && IntegrationSubtype === undefined) return compileLambdaProxy(document)
  const subtype = IntegrationSubtype === undefined ? '' : ` of subtype ${IntegrationSubtype}`
  return notCarried(`${IntegrationType} integrations${subtype} are`)
}
