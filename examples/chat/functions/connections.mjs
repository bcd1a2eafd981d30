// Posts to a client's connection. AWS's Node runtimes have the SDK (ApiGatewayManagementApiClient); Postern's have only what
// the package holds, so this signs the request itself: with AWS Signature Version 4, for either.
import { createHash, createHmac } from 'node:crypto'

const sha256 = (text) => createHash('sha256').update(text).digest('hex')
const hmac = (key, text) => createHmac('sha256', key).update(text).digest()

/** False where the client is gone. `requestContext`: of the event. */
export async function post({ domainName, stage }, connectionId, message) {
  const body = JSON.stringify(message)
  const path = `/${stage}/%40connections/${encodeURIComponent(connectionId)}`
  const headers = signed(domainName, path, body)
  const response = await fetch(`https://${domainName}${path}`, { method: 'POST', headers, body })
  if (!response.ok && response.status !== 410)
    throw new Error(`@connections: ${response.status} ${await response.text()}`)
  return response.ok
}

function signed(host, path, body) {
  const { AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const scope = [time.slice(0, 8), AWS_REGION, 'execute-api', 'aws4_request']
  const headers = { host, 'x-amz-date': time, 'x-amz-security-token': AWS_SESSION_TOKEN }
  const names = Object.keys(headers).join(';')
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`)
  // The path is encoded once more than it is sent.
  const canonicalPath = path.replaceAll('%', '%25')
  const request = ['POST', canonicalPath, '', lines.join(''), names, sha256(body)].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(request)].join('\n')
  const signature = hmac(scope.reduce(hmac, `AWS4${AWS_SECRET_ACCESS_KEY}`), toSign).toString('hex')
  const { host: _host, ...sent } = headers
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${AWS_ACCESS_KEY_ID}/${scope.join('/')}, SignedHeaders=${names}, Signature=${signature}`,
  }
}
