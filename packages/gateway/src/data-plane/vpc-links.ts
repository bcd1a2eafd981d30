/** Where a VPC link leads. */
export interface VpcLinkTarget {
  /** Host and port; undefined where the URL of the integration is called itself. */
  readonly address: string | undefined
}

/** What calls of private integrations need to know of VPC links; in memory. */
export interface VpcLinks {
  /** Undefined: there is no such link. */
  find(id: string): VpcLinkTarget | undefined
}
