import { expect, test } from 'vitest'
import { GatewayFault } from '../data-plane/gateway-fault.ts'
import { DefinitionError } from '../expression/definition-error.ts'
import type { IntegrationDocument } from '../store/documents.ts'
import { compileIntegration } from './compile-integration.ts'
import { binding, httpProxyDocument, integrationCall, integrationServices } from './test-integration.ts'

test('one document is compiled once; an equal one is another', () => {
  const document = httpProxyDocument('http://b')
  expect(compileIntegration(document)).toBe(compileIntegration(document))
  expect(compileIntegration(httpProxyDocument('http://b'))).not.toBe(compileIntegration(document))
})

test.each<[document: Partial<IntegrationDocument>, message: string]>([
  [
    { IntegrationType: 'AWS_PROXY', IntegrationSubtype: 'SQS-SendMessage' },
    'AWS_PROXY integrations of subtype SQS-SendMessage are',
  ],
  [
    { ConnectionType: 'VPC_LINK', IntegrationUri: 'arn:aws:elasticloadbalancing:x' },
    'Private integrations (VPC_LINK) are',
  ],
])('%j can be made and answers 501', async (more, message) => {
  const integration = compileIntegration(httpProxyDocument('http://b', more)).bind(binding())
  const result = await integration.call(integrationCall(), integrationServices())
  expect(result).toBeInstanceOf(GatewayFault)
  expect(result).toMatchObject({
    status: 501,
    message: `${message} not carried by this build of Postern yet`,
  })
})

test('a URI that can never work is refused', () => {
  const functionDocument = httpProxyDocument('arn:aws:lambda:x', { IntegrationType: 'AWS_PROXY' })
  expect(() => compileIntegration(functionDocument)).toThrow(DefinitionError)
  expect(() => compileIntegration(httpProxyDocument('http://{id}/'))).toThrow(DefinitionError)
  const document = httpProxyDocument('')
  delete document.IntegrationUri
  expect(() => compileIntegration(document)).toThrow('it has no URI')
})
