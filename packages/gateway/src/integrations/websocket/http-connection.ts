import { DefinitionError } from '../../expression/definition-error.ts'
import type { IntegrationDocument } from '../../store/documents.ts'
import type { UpstreamRequest } from '../../transport/upstream.ts'
import type { IntegrationServices } from '../integration.ts'
import { StageText } from '../stage-text.ts'
import type { WebSocketBinding } from './websocket-integration.ts'

/** Where connections to a backend go, and what is shown and asked for there in TLS. */
type Connection = Pick<UpstreamRequest, 'origin' | 'serverName' | 'clientCertificate'>

/** Answers what is wrong, for the API's owner, as a text. */
export type FindConnection = (origin: string, services: IntegrationServices) => Connection | string

const ANY_TEXT = [{ head: /^/, tail: /$/ }] as const

/** How the backend of an HTTP integration is reached: through a VPC link, and with the stage's client certificate. */
export class HttpConnections {
  readonly #link: StageText<{ readonly id: string }> | undefined

  /** Throws DefinitionError. */
  constructor({ ConnectionType, ConnectionId }: IntegrationDocument) {
    if (ConnectionType !== 'VPC_LINK') return
    if (ConnectionId === undefined) throw new DefinitionError('it has no connection id')
    this.#link = new StageText(ConnectionId, ANY_TEXT, (id) => (id === '' ? 'its connection id is empty' : { id }))
  }

  /** Answers what is wrong with the stage's variables as a text. */
  bind({ stageVariables, clientCertificateId }: WebSocketBinding): FindConnection | string {
    const link = this.#link?.bind(stageVariables)
    if (typeof link === 'string') return link
    return (origin, services) => {
      const place = link === undefined ? { origin } : throughLink(link.id, origin, services)
      // Certificates are of TLS. A backend without would never see one, on AWS neither.
      if (typeof place === 'string' || clientCertificateId === undefined || !origin.startsWith('https:')) return place
      const clientCertificate = services.clientCertificates?.get(clientCertificateId)
      if (clientCertificate !== undefined) return { ...place, clientCertificate }
      return `the stage's client certificate ${clientCertificateId} is not in the setting clientCertificates`
    }
  }
}

/** The link decides on the address alone. Host header and TLS name stay the URL's, as before a network load balancer. */
function throughLink(id: string, origin: string, { vpcLinks }: IntegrationServices): Connection | string {
  const target = vpcLinks?.find(id)
  if (target === undefined) return `there is no VPC link ${id}, and the setting vpcLinks has no address for it`
  if (target.address === undefined) return { origin }
  const { protocol, hostname } = new URL(origin)
  const address = `${protocol}//${target.address}`
  return protocol === 'https:' ? { origin: address, serverName: hostname } : { origin: address }
}
