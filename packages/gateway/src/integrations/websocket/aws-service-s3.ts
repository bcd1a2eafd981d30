const OBJECTS = new Set(['GetObject', 'HeadObject', 'PutObject', 'DeleteObject'])
const BUCKETS = new Set(['ListObjects', 'ListObjectsV2', 'HeadBucket'])

/**
 * S3 has paths alone, but AWS's reference of an integration's URI has an action of it as the example:
 * `s3:action/GetObject&Bucket={bucket}&Key={key}` is the same as `s3:path/{bucket}/{key}`. Undefined: another action.
 * https://docs.aws.amazon.com/apigateway/latest/api/API_PutIntegration.html#apigw-PutIntegration-request-uri
 */
export function s3ActionOf(action: string, pairs: readonly string[]) {
  if (!OBJECTS.has(action) && !BUCKETS.has(action)) return undefined
  const path = ['Bucket', ...(OBJECTS.has(action) ? ['Key'] : [])].map((name) => `/${valueOf(pairs, name)}`).join('')
  const query = pairs.filter((pair) => !/^(?:Bucket|Key)=/.test(pair))
  return { path, query: action === 'ListObjectsV2' ? ['list-type=2', ...query] : query }
}

function valueOf(pairs: readonly string[], name: string): string {
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? ''
}
