import { spawnSync } from 'node:child_process'
import {
  ApiGatewayV2Client,
  CreateApiCommand,
  GetRouteCommand,
  GetStageCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-apigatewayv2'
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { describe, expect, test } from 'vitest'
import { Keyring } from './sigv4-keyring.ts'
import { alice, identityOf, type SignedCall, visitor } from './sigv4-test-signing.ts'
import { beginVerification } from './sigv4-verification.ts'

/** Real clients against the verification: what they would have sent is caught before it leaves them. */

const keyring = new Keyring([alice, visitor])
const arn = 'arn:aws:apigateway:us-east-1::/apis/a1/stages/$default'

function accessKeyOf({ request, body }: SignedCall, service: string): string {
  return beginVerification(request, keyring, { services: [service], now: Date.now() })(body).accessKeyId
}

/** The request as the SDK hands it to its HTTP handler. */
interface SdkRequest {
  readonly method: string
  readonly path: string
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>
  readonly headers: Readonly<Record<string, string>>
  readonly body?: unknown
}

class Caught extends Error {}

function catcher(): { handler: { handle(request: SdkRequest): Promise<never> }; caught: SignedCall[] } {
  const caught: SignedCall[] = []
  const handle = (sent: SdkRequest) => {
    // As @smithy/node-http-handler writes a query on the wire.
    const pairs = Object.entries(sent.query ?? {}).flatMap(([name, value]) =>
      [value].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one ?? '')}`),
    )
    const target = pairs.length === 0 ? sent.path : `${sent.path}?${pairs.join('&')}`
    const { body: given } = sent
    const body =
      given instanceof Uint8Array ? Buffer.copyBytesFrom(given) : Buffer.from(typeof given === 'string' ? given : '')
    caught.push({ request: { method: sent.method, target, headers: Object.entries(sent.headers).flat() }, body })
    return Promise.reject(new Caught())
  }
  return { handler: { handle }, caught }
}

describe("AWS's JavaScript SDK", () => {
  const { handler, caught } = catcher()
  const config = {
    endpoint: 'http://localhost:4566',
    region: 'eu-west-1',
    requestHandler: handler as never,
    maxAttempts: 1,
  }
  const gateway = new ApiGatewayV2Client({ ...config, credentials: identityOf(alice) })
  const sts = new STSClient({ ...config, credentials: identityOf(visitor) })

  test.each<[what: string, service: string, accessKeyId: string, send: () => Promise<unknown>]>([
    [
      'a body',
      'apigateway',
      'AKIDALICE',
      () => gateway.send(new CreateApiCommand({ Name: 'żółw', ProtocolType: 'HTTP' })),
    ],
    [
      '$default',
      'apigateway',
      'AKIDALICE',
      () => gateway.send(new GetStageCommand({ ApiId: 'a1', StageName: '$default' })),
    ],
    [
      'odd labels',
      'apigateway',
      'AKIDALICE',
      () => gateway.send(new GetRouteCommand({ ApiId: "a!'()*", RouteId: 'x/y ?#%' })),
    ],
    [
      'an ARN',
      'apigateway',
      'AKIDALICE',
      () => gateway.send(new TagResourceCommand({ ResourceArn: arn, Tags: { a: 'b' } })),
    ],
    [
      'repeated parameters',
      'apigateway',
      'AKIDALICE',
      () => gateway.send(new UntagResourceCommand({ ResourceArn: arn, TagKeys: ['b c', 'a+b', 'A', ''] })),
    ],
    ['a form and a token', 'sts', 'ASIAVISITOR', () => sts.send(new GetCallerIdentityCommand({}))],
    [
      'a long form',
      'sts',
      'ASIAVISITOR',
      () => sts.send(new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::1:role/x', RoleSessionName: 'a=b&c' })),
    ],
  ])('signs %s', async (_what, service, accessKeyId, send) => {
    caught.length = 0
    await expect(send()).rejects.toThrow(Caught)
    expect(caught.map((call) => accessKeyOf(call, service))).toEqual([accessKeyId])
  })
})

/** What boto3 would send for a few calls, and what botocore signs of a few odd requests, as JSON lines. */
const PYTHON = `
import json, sys
import boto3, botocore
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

given = json.load(sys.stdin)

def show(what, service, request):
    body = request.body or b''
    body = body.encode() if isinstance(body, str) else body
    text = lambda value: value.decode('latin-1') if isinstance(value, bytes) else str(value)
    headers = [text(part) for name, value in request.headers.items() for part in (name, value)]
    if not any(name.lower() == 'host' for name in headers[::2]):
        headers += ['Host', 'localhost:4566']
    target = request.url.split('localhost:4566', 1)[1] or '/'
    target = target if target.startswith('/') else '/' + target
    print(json.dumps({'what': what, 'service': service, 'method': request.method, 'target': target,
                      'headers': headers, 'body': body.hex()}))

class Caught(Exception):
    pass

def client(service, key):
    session = boto3.Session(key['accessKeyId'], key['secretAccessKey'], key.get('sessionToken'), 'eu-west-1')
    made = session.client(service, endpoint_url='http://localhost:4566')
    def catch(request, **_):
        show(client.what, {'apigatewayv2': 'apigateway'}.get(service, service), request)
        raise Caught()
    made.meta.events.register('before-send', catch)
    return made

def call(what, function, **arguments):
    client.what = what
    try:
        function(**arguments)
    except Caught:
        pass

gateway = client('apigatewayv2', given['alice'])
sts = client('sts', given['visitor'])
arn = given['arn']
call('a body', gateway.create_api, Name='\\u017c\\u00f3\\u0142w', ProtocolType='HTTP')
call('$default', gateway.get_stage, ApiId='a1', StageName='$default')
call('odd labels', gateway.get_route, ApiId="a!'()*", RouteId='x/y ?#%')
call('an ARN', gateway.tag_resource, ResourceArn=arn, Tags={'a': 'b'})
call('repeated parameters', gateway.untag_resource, ResourceArn=arn, TagKeys=['b c', 'a+b', 'A', ''])
call('a page', gateway.get_apis, MaxResults='5', NextToken='a/b+c==')
call('a form and a token', sts.get_caller_identity)

def raw(what, method, url, data='', headers={}, signer=SigV4Auth, key='alice'):
    key = given[key]
    request = AWSRequest(method=method, url='http://localhost:4566' + url, data=data, headers=dict(headers))
    signer(Credentials(key['accessKeyId'], key['secretAccessKey'], key.get('sessionToken')), 'apigateway', 'eu-west-1').add_auth(request)
    show(what, 'apigateway', request.prepare())

raw('a Date header', 'GET', '/v2/apis', headers={'Date': 'now'})
raw('dot segments', 'GET', '/v2//./apis/x/..')
raw('a presigned call', 'GET', '/v2/tags/arn%3Aaws?b=2&a=1%20x', signer=SigV4QueryAuth)
raw('a presigned call with a token', 'GET', '/v2/apis', signer=SigV4QueryAuth, key='visitor')
for method in ('GET', 'POST'):
    url = sts.generate_presigned_url('get_caller_identity', HttpMethod=method)
    show('a presigned ' + method, 'sts', AWSRequest(method=method, url=url).prepare())
`

/** The key that signed, or why it was refused. */
function whoSigned({ what, service, method, target, headers, body }: Line): string {
  try {
    return `${what}: ${accessKeyOf({ request: { method, target, headers }, body: Buffer.from(body, 'hex') }, service)}`
  } catch (error) {
    return `${what}: ${String(error)}`
  }
}

interface Line extends Record<'what' | 'service' | 'method' | 'target' | 'body', string> {
  readonly headers: readonly string[]
}

const found = spawnSync('python3', ['-c', 'import boto3']).status === 0
if (!found && process.env['CI'] !== 'true')
  console.warn('python3 with boto3 is not here: its signatures are not tested')

describe.skipIf(!found && process.env['CI'] !== 'true')('boto3', () => {
  test('signs every call so that it is verified', () => {
    const input = JSON.stringify({ alice, visitor, arn })
    const { stdout, stderr } = spawnSync('python3', ['-c', PYTHON], { input, encoding: 'utf8' })
    const keys = stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => whoSigned(JSON.parse(line) as Line))
    expect(stderr).toBe('')
    expect(keys).toEqual([
      'a body: AKIDALICE',
      '$default: AKIDALICE',
      'odd labels: AKIDALICE',
      'an ARN: AKIDALICE',
      'repeated parameters: AKIDALICE',
      'a page: AKIDALICE',
      'a form and a token: ASIAVISITOR',
      'a Date header: AKIDALICE',
      'dot segments: AKIDALICE',
      'a presigned call: AKIDALICE',
      'a presigned call with a token: ASIAVISITOR',
      'a presigned GET: ASIAVISITOR',
      'a presigned POST: ASIAVISITOR',
    ])
  })
})
