import { CreateApiCommand } from '@aws-sdk/client-apigatewayv2'
import { AddPermissionCommand, RemovePermissionCommand } from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import { clientOf, lambdaClientOf } from './support/client.ts'
import { deployFunction } from './support/deploy-function.ts'
import { PosternProcess } from './support/postern-process.ts'

const files = { 'index.js': 'exports.handler = async () => "served"' }
const REFUSED = '500 {"message":"Internal Server Error"}'

/** An API in front of a new function; answers how calls are answered, and the API's id. */
async function deploy(postern: PosternProcess) {
  const client = lambdaClientOf(postern.url)
  const arn = await deployFunction(client, 'guarded', files)
  const { ApiId = '' } = await clientOf(postern.url).send(
    new CreateApiCommand({ Name: 'guarded', ProtocolType: 'HTTP', Target: arn }),
  )
  const call = async () => {
    const answer = await fetch(`${postern.url}/_aws/execute-api/${ApiId}/$default/`)
    return `${answer.status} ${await answer.text()}`
  }
  return { client, call, apiId: ApiId }
}

test('--permissions enforce: as AWS, from the call after the change', async () => {
  await using postern = await PosternProcess.start('--permissions', 'enforce')
  const { client, call, apiId } = await deploy(postern)
  const permit = (source: string) =>
    client.send(
      new AddPermissionCommand({
        FunctionName: 'guarded',
        StatementId: 'gateway',
        Action: 'lambda:InvokeFunction',
        Principal: 'apigateway.amazonaws.com',
        SourceArn: `arn:aws:execute-api:us-east-1:000000000000:${source}`,
      }),
    )
  const withdraw = () => client.send(new RemovePermissionCommand({ FunctionName: 'guarded', StatementId: 'gateway' }))
  expect(await call()).toBe(REFUSED)
  await permit('another/*')
  expect(await call()).toBe(REFUSED)
  await withdraw()
  await permit(`${apiId}/*`)
  expect(await call()).toBe('200 served')
  await withdraw()
  expect(await call()).toBe(REFUSED)
  expect(postern.errors).toContain('API Gateway may not invoke')
})

test('--permissions warn: served, and said once for the route, with what mends it', async () => {
  await using postern = await PosternProcess.start()
  const { call, apiId } = await deploy(postern)
  expect([await call(), await call()]).toEqual(['200 served', '200 served'])
  await postern.stop()
  const said = postern.errors.split('\n').filter((line) => line.includes('AWS would refuse this call'))
  expect(said).toHaveLength(1)
  const { message, function: name } = JSON.parse(said[0] ?? '') as {
    readonly message: string
    readonly function: string
  }
  expect(name).toBe('guarded')
  expect(message).toContain(`resource "aws_lambda_permission" "apigateway_guarded_${apiId}" {`)
  expect(message).toContain(`source_arn    = "arn:aws:execute-api:us-east-1:000000000000:${apiId}/*/*"`)
})
