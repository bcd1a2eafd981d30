import { CreateFunctionCommand } from '@aws-sdk/client-lambda'
import { describe, expect, test } from 'vitest'
import { ARN, newFunction, ROLE, testLambda, zip } from './test-lambda.ts'

const functions = '/2015-03-31/functions'
const code = { ZipFile: zip.toString('base64') }
const body = { ...newFunction, Code: code }
const constraint = (value: string, path: string, rule: string) =>
  `1 validation error detected: Value ${value} at '${path}' failed to satisfy constraint: Member must ${rule}`

type Row = [what: string, body: unknown, code: string, message: string | RegExp]

const invalid = 'InvalidParameterValueException'
const validation = 'ValidationException'

describe('CreateFunction refuses', () => {
  test.each<Row>([
    ['a taken name', body, 'ResourceConflictException', 'Function already exist: f'],
    ['no name', { ...body, FunctionName: undefined }, validation, constraint('null', 'functionName', 'not be null')],
    ['no role', { ...body, Role: undefined }, validation, constraint('null', 'role', 'not be null')],
    ['no code', { ...body, Code: undefined }, validation, constraint('null', 'code', 'not be null')],
    [
      'a role that is no ARN',
      { ...body, Role: 'r1' },
      validation,
      constraint(
        "'r1'",
        'role',
        'satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+',
      ),
    ],
    [
      'a name that is none',
      { ...body, FunctionName: 'invalid:function:name' },
      validation,
      /^1 validation error detected: Value 'invalid:function:name' at 'functionName' failed to satisfy constraint: Member must satisfy regular expression pattern: /,
    ],
    [
      'a long name',
      { ...body, FunctionName: 'a'.repeat(65) },
      invalid,
      constraint(`'${'a'.repeat(65)}'`, 'functionName', 'have length less than or equal to 64'),
    ],
    [
      'a long ARN',
      { ...body, FunctionName: `${ARN}${'a'.repeat(100)}` },
      validation,
      constraint(`'${ARN}${'a'.repeat(100)}'`, 'functionName', 'have length less than or equal to 140'),
    ],
    [
      'a timeout of 0',
      { ...body, Timeout: 0 },
      validation,
      constraint("'0'", 'timeout', 'have value greater than or equal to 1'),
    ],
    [
      'a timeout of 901',
      { ...body, Timeout: 901 },
      validation,
      constraint("'901'", 'timeout', 'have value less than or equal to 900'),
    ],
    [
      'little memory',
      { ...body, MemorySize: 127 },
      validation,
      constraint("'127'", 'memorySize', 'have value greater than or equal to 128'),
    ],
    [
      'much memory',
      { ...body, MemorySize: 10_241 },
      validation,
      constraint("'10241'", 'memorySize', 'have value less than or equal to 10240'),
    ],
    [
      'a long handler',
      { ...body, Handler: 'h'.repeat(129) },
      validation,
      constraint(`'${'h'.repeat(129)}'`, 'handler', 'have length less than or equal to 128'),
    ],
    [
      'a handler with a space',
      { ...body, Handler: 'a b' },
      validation,
      constraint("'a b'", 'handler', 'satisfy regular expression pattern: [^\\s]+'),
    ],
    [
      'a long description',
      { ...body, Description: 'd'.repeat(257) },
      validation,
      /'description' failed to satisfy constraint: Member must have length less than or equal to 256$/,
    ],
    [
      'no runtime',
      { ...body, Runtime: undefined },
      invalid,
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    ],
    [
      'no handler',
      { ...body, Handler: undefined },
      invalid,
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    ],
    [
      'what is no runtime',
      { ...body, Runtime: 'PYTHON3.9' },
      invalid,
      /^Value PYTHON3.9 at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: \[nodejs20.x, .*\] or be a valid ARN$/,
    ],
    [
      'two architectures',
      { ...body, Architectures: ['x86_64', 'arm64'] },
      validation,
      constraint("'[x86_64, arm64]'", 'architectures', 'have length less than or equal to 1'),
    ],
    [
      'no architecture',
      { ...body, Architectures: [] },
      validation,
      constraint("'[]'", 'architectures', 'have length greater than or equal to 1'),
    ],
    [
      'an unknown architecture',
      { ...body, Architectures: ['X86_64'] },
      validation,
      constraint(
        "'[X86_64]'",
        'architectures',
        'satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64], Member must not be null]',
      ),
    ],
    [
      'reserved variables',
      { ...body, Environment: { Variables: { AWS_REGION: 'x', OK: 'y', _HANDLER: 'z' } } },
      invalid,
      'Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: AWS_REGION, _HANDLER',
    ],
    [
      'much environment',
      { ...body, Environment: { Variables: { AB: 'x'.repeat(4090) } } },
      invalid,
      'Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.',
    ],
    [
      'a name that is no variable',
      { ...body, Environment: { Variables: { '1A': 'secret' } } },
      validation,
      /Map keys must satisfy constraint: .*: 1A$/,
    ],
    [
      'the name of a prototype',
      '{"FunctionName":"g","Role":"arn:aws:iam::000000000000:role/r","Runtime":"nodejs22.x","Handler":"a.b","Code":{"ZipFile":"AA=="},"Environment":{"Variables":{"__proto__":"x"}}}',
      validation,
      /: __proto__$/,
    ],
    [
      'layers',
      { ...body, Layers: ['arn:aws:lambda:eu-west-1:000000000000:layer:l:1'] },
      invalid,
      /^Layers are not served/,
    ],
    [
      'an image',
      { ...body, PackageType: 'Image', Code: { ImageUri: 'i' } },
      invalid,
      /^Functions of container images cannot be run/,
    ],
    [
      'an unknown package type',
      { ...body, PackageType: 'Tar' },
      validation,
      constraint("'Tar'", 'packageType', 'satisfy enum value set: [Zip, Image]'),
    ],
    ['code signing', { ...body, CodeSigningConfigArn: 'arn:x' }, invalid, /^Code signing/],
    [
      'code in S3, which is not there',
      { ...body, FunctionName: 'g', Code: { S3Bucket: 'bucket', S3Key: 'k' } },
      invalid,
      /^No S3 is configured to read packages from: give the zip itself/,
    ],
    [
      'half of a place in S3',
      { ...body, FunctionName: 'g', Code: { S3Bucket: 'bucket' } },
      invalid,
      'Please provide both S3Bucket and S3Key.',
    ],
    [
      'code in two places',
      { ...body, FunctionName: 'g', Code: { ...code, S3Bucket: 'bucket', S3Key: 'k' } },
      invalid,
      'Please do not provide other FunctionCode parameters when providing a ZipFile.',
    ],
    [
      'code in no place',
      { ...body, FunctionName: 'g', Code: {} },
      invalid,
      'Please provide a source for function code.',
    ],
    [
      'what is no zip',
      { ...body, FunctionName: 'g', Code: { ZipFile: 'AAAA' } },
      invalid,
      /^Could not unzip uploaded file. Please check your file, then try to upload again./,
    ],
    [
      'an empty zip',
      { ...body, FunctionName: 'g', Code: { ZipFile: '' } },
      invalid,
      'Uploaded file must be a non-empty zip',
    ],
    [
      'a zip that is no base64',
      { ...body, FunctionName: 'g', Code: { ZipFile: 'a*b' } },
      'SerializationException',
      'STRING_VALUE can not be converted to a Base64 string',
    ],
    [
      'a number for a name',
      { ...body, FunctionName: 1 },
      'SerializationException',
      'NUMBER_VALUE can not be converted to a String',
    ],
    [
      'a text for a number',
      { ...body, Timeout: '3' },
      'SerializationException',
      'STRING_VALUE can not be converted to an Integer',
    ],
    ['a list for an object', { ...body, Code: [] }, 'SerializationException', 'Start of list found where not expected'],
    [
      'an object for a text',
      { ...body, Handler: {} },
      'SerializationException',
      'Start of structure or map found where not expected.',
    ],
    [
      'what is no JSON',
      '{',
      'InvalidRequestContentException',
      'Could not parse request body into json: not valid JSON',
    ],
    [
      '51 tags',
      { ...body, Tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`t${index}`, 'x'])) },
      invalid,
      'Number of tags exceeds resource tag limit.',
    ],
    ['tags of AWS', { ...body, Tags: { 'aws:x': 'y' } }, invalid, 'Tag keys must not start with aws: (aws:x).'],
    [
      '17 subnets',
      { ...body, VpcConfig: { SubnetIds: Array.from({ length: 17 }, () => 'subnet-1') } },
      validation,
      /'vpcConfig.subnetIds'/,
    ],
    ['another account', { ...body, FunctionName: '111111111111:function:f' }, 'AccessDeniedException', ''],
    [
      'another region',
      { ...body, FunctionName: ARN.replace('eu-west-1', 'us-east-1') },
      'ResourceNotFoundException',
      "Functions from 'us-east-1' are not reachable in this region ('eu-west-1')",
    ],
  ])('%s', async (_what, sent, name, message) => {
    const { client, refusal } = await testLambda()
    await client.send(new CreateFunctionCommand(newFunction))
    const answer = await refusal('POST', functions, sent)
    const said = answer.body as { message?: string; Message?: string }
    expect(answer.code).toBe(name)
    const text = said.message ?? said.Message ?? 'none'
    expect(typeof message === 'string' ? text === message || text : message.test(text) || text).toBe(true)
  })
})

describe('the wire form of errors', () => {
  test.each([
    ['GET', `${functions}/g`, 404, { Type: 'User', Message: `Function not found: ${ARN.replace(/f$/, 'g')}` }],
    ['GET', `${functions}/f?Qualifier=9`, 404, { Type: 'User', Message: `Function not found: ${ARN}:9` }],
    ['GET', `${functions}/f?Qualifier=nope`, 404, { Type: 'User', Message: `Function not found: ${ARN}:nope` }],
    [
      'GET',
      `${functions}/__proto__`,
      404,
      { Type: 'User', Message: `Function not found: ${ARN.replace(/f$/, '__proto__')}` },
    ],
    [
      'GET',
      `${functions}/f?Qualifier=constructor`,
      404,
      { Type: 'User', Message: `Function not found: ${ARN}:constructor` },
    ],
    [
      'GET',
      `${functions}/f?Qualifier=a%3Fb`,
      400,
      {
        message: constraint(
          "'a?b'",
          'qualifier',
          'satisfy regular expression pattern: \\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+',
        ),
      },
    ],
    [
      'GET',
      `${functions}/f:1?Qualifier=2`,
      400,
      { Type: 'User', message: 'The derived qualifier from the function name does not match the specified qualifier.' },
    ],
    [
      'GET',
      `${functions}?MaxItems=0`,
      400,
      { message: constraint("'0'", 'maxItems', 'have value greater than or equal to 1') },
    ],
    ['GET', `${functions}?Marker=x`, 400, { Type: 'User', message: 'Invalid Marker' }],
    [
      'DELETE',
      `${functions}/f?Qualifier=$LATEST`,
      400,
      { Type: 'User', message: '$LATEST version cannot be deleted without deleting the function.' },
    ],
    [
      'DELETE',
      `${functions}/f?Qualifier=live`,
      400,
      { Type: 'User', message: 'Deletion of aliases is not currently supported.' },
    ],
    ['GET', '/2018-10-31/layers', 501, { message: 'Postern does not implement ListLayers yet' }],
    [
      'POST',
      `/2021-11-15/functions/f/response-streaming-invocations`,
      501,
      { message: 'Postern does not implement InvokeWithResponseStream yet' },
    ],
    ['GET', '/2015-03-31/nothing', 404, { message: 'No operation is at GET /2015-03-31/nothing' }],
  ])('%s %s', async (method, path, status, expected) => {
    const { client, refusal } = await testLambda()
    await client.send(new CreateFunctionCommand(newFunction))
    expect(await refusal(method, path)).toMatchObject({ status, body: expected })
  })
})

test.each([
  ['Role', { Role: 'x' }, validation],
  ['Environment', { Environment: { Variables: { AWS_REGION: 'x' } } }, invalid],
  ['Layers', { Layers: ['arn:aws:lambda:eu-west-1:000000000000:layer:l:1'] }, invalid],
  ['Runtime', { Runtime: 'nasa' }, invalid],
  ['Timeout', { Timeout: 1000 }, validation],
])('a bad %s is refused in changes, too, and changes nothing', async (_member, change, name) => {
  const { client, refusal, send } = await testLambda()
  await client.send(new CreateFunctionCommand(newFunction))
  const before = (await send('GET', `${functions}/f/configuration`)).json
  expect(await refusal('PUT', `${functions}/f/configuration`, change)).toMatchObject({ status: 400, code: name })
  expect((await send('GET', `${functions}/f/configuration`)).json).toEqual(before)
})

test('code in S3 is read where there is an S3', async () => {
  const asked: object[] = []
  const { client } = await testLambda({
    readS3Object(object, limit) {
      asked.push({ ...object, limit })
      return Promise.resolve(zip)
    },
  })
  const Code = { S3Bucket: 'bucket', S3Key: 'k', S3ObjectVersion: 'v' }
  const created = await client.send(new CreateFunctionCommand({ ...newFunction, Role: ROLE, Code }))
  expect(created.CodeSize).toBe(zip.length)
  expect(asked).toEqual([{ bucket: 'bucket', key: 'k', version: 'v', limit: 52_428_800 }])
})
