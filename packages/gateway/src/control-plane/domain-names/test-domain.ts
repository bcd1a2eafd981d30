import { testWire } from '../test-wire.ts'

export const CERTIFICATE = 'arn:aws:acm:eu-west-1:123456789012:certificate/0123'

/** What creates a domain name, as Terraform sends it. */
export function domainBody(domainName: string, configuration: object = {}): Readonly<Record<string, unknown>> {
  const made = { certificateArn: CERTIFICATE, endpointType: 'REGIONAL', securityPolicy: 'TLS_1_2', ...configuration }
  return { domainName, domainNameConfigurations: [made] }
}

/** A wire with the domain name `api.test`, and an API of each kind with the stages `prod` and `test`. */
export async function domainWire() {
  const wire = testWire()
  await wire.create('domainnames', domainBody('api.test'))
  const [http, webSocket] = [await wire.httpApi(), await wire.webSocketApi()]
  for (const api of [http, webSocket]) {
    for (const stageName of ['prod', 'test']) await wire.create(`apis/${api}/stages`, { stageName })
  }
  const mappings = 'domainnames/api.test/apimappings'
  return { ...wire, http, webSocket, mappings }
}
