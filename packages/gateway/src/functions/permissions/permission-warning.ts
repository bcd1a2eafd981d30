import type { LambdaTarget } from '../../data-plane/lambda-invoker.ts'

/**
 * What `--permissions warn` logs of a call that AWS would refuse: why, and the Terraform resource that mends it.
 * `reason` is that of the decision.
 */
export function permissionWarning(target: LambdaTarget, sourceArn: string, reason: string): string {
  return (
    `AWS would refuse this call: API Gateway may not invoke ${target.arn} from ${sourceArn}, because ${reason}. ` +
    `Postern lets it through (--permissions warn). In Terraform, this grants it:\n${permissionResource(target, sourceArn)}`
  )
}

/**
 * An `aws_lambda_permission` for all stages and routes of the API, as most APIs have it. Its name and its statement's
 * carry the API's id: another API of the same function has its own, and both can be applied.
 */
export function permissionResource(target: LambdaTarget, sourceArn: string): string {
  const api = apiOf(sourceArn)
  const apiId = api.slice(api.lastIndexOf(':') + 1)
  const qualifier = target.qualifier === undefined || target.qualifier === '$LATEST' ? undefined : target.qualifier
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['statement_id', `AllowApiGateway-${apiId}`],
    ['action', 'lambda:InvokeFunction'],
    ['function_name', target.functionName],
    ['qualifier', qualifier],
    ['principal', 'apigateway.amazonaws.com'],
    ['source_arn', `${api}/*/*`],
  ]
  const lines = rows.map(([name, value]) => (value === undefined ? '' : `  ${name.padEnd(13)} = ${hclText(value)}\n`))
  return `resource "aws_lambda_permission" "${resourceName(target, apiId)}" {\n${lines.join('')}}`
}

/** `arn:aws:execute-api:{region}:{account}:{apiId}`, of an ARN that goes on with stage and route. */
function apiOf(sourceArn: string): string {
  const slash = sourceArn.indexOf('/')
  return slash === -1 ? sourceArn : sourceArn.slice(0, slash)
}

/** Names of resources begin with a letter or an underscore. */
function resourceName({ functionName, qualifier }: LambdaTarget, apiId: string): string {
  const name = qualifier === undefined || qualifier === '$LATEST' ? functionName : `${functionName}_${qualifier}`
  return `apigateway_${name}_${apiId}`.replace(/[^\w-]/g, '_')
}

/** A quoted text of HCL, in which `${` and `%{` would begin a template. */
function hclText(value: string): string {
  return JSON.stringify(value).replace(/[$%](?=\{)/g, '$&$&')
}
