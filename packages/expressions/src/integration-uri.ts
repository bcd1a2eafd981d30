/**
 * What an integration's URI can be (spec control-plane.md 5.2, 5.4).
 *
 * An absolute http or https URL, its authority apart. The scheme is literal; host, path and query may hold
 * `${stageVariables.x}` and, in path and query, `{pathParameter}`. No user info: a backend's password does not belong
 * here, and an `@` would hide the real host.
 */
const URL_TEMPLATE = /^https?:\/\/((?:[^\s/?#@{}\\]|\$\{stageVariables\.\w+\})+)(?:[/?][^\s#]*)?$/i
const FUNCTION = /^arn:aws[\w-]*:lambda:[\w-]+:\d{12}:function:\S+$/
/** `arn:aws:apigateway:{region}:{service}:(path|action)/{…}`, the service possibly with a subdomain before it. */
const SERVICE_ACTION = /^arn:aws[\w-]*:apigateway:[\w-]+:[\w.-]+:(path|action)\/\S*$/
const INVOCATION =
  /^arn:aws[\w-]*:apigateway:[\w-]+:lambda:path\/2015-03-31\/functions\/(arn:aws[\w-]*:lambda:\S+|\$\{\S+)\/invocations$/
/** `arn:…:elasticloadbalancing:…:listener/(app|net)/…` or `arn:…:servicediscovery:…:service/…[?attribute=value]`. */
const PRIVATE_TARGET =
  /^arn:aws[\w-]*:(elasticloadbalancing:[\w-]+:\d{12}:listener\/(app|net)\/\S+|servicediscovery:[\w-]+:\d{12}:service\/\S+)$/

/** Whether a URI is that of a Lambda function's invocation through API Gateway. */
export function isInvocationUri(uri: string): boolean {
  return INVOCATION.test(uri)
}

/** A Lambda function, by its ARN or by that of its invocation. */
export function isFunctionUri(uri: string): boolean {
  return FUNCTION.test(uri) || INVOCATION.test(uri)
}

/** Any action of an AWS service. */
export function isServiceActionUri(uri: string): boolean {
  return SERVICE_ACTION.test(uri)
}

/** Of a private integration of an HTTP API. */
export function isPrivateTarget(uri: string): boolean {
  return PRIVATE_TARGET.test(uri)
}

/** Host and port are looked at where no stage variable stands in them. */
export function isUrlTemplate(uri: string): boolean {
  const authority = URL_TEMPLATE.exec(uri)?.[1]
  return authority !== undefined && (authority.includes('${') || URL.canParse(`http://${authority}/`))
}
