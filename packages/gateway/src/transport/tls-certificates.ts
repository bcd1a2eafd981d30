/** A certificate (with those between it and its authority) and its private key, both PEM. */
export interface TlsCertificate {
  readonly cert: string
  readonly key: string
}

/** Which certificate a client is shown. */
export interface TlsCertificates {
  /**
   * The same object for as long as the certificate is the same: what node:tls makes of it is kept by it. Must not throw.
   * @param serverName what the client sent as the name it wants (RFC 6066 section 3), unchecked; undefined where none
   */
  certificateFor(serverName: string | undefined): TlsCertificate
}
