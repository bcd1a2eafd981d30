import { expect, test } from 'vitest'
import { authorizerEvent } from './authorizer-event.ts'
import { messageEvent } from './test-event.ts'

const ARN = 'arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4e5/prod/$connect'
const TRACE = 'Root=1-695b9d40-0123456789abcdef01234567'

function connectEvent(query: string) {
  const message = messageEvent('')
  const headers = [
    'Host',
    'x',
    'Upgrade',
    'WebSocket',
    'connection',
    'Upgrade',
    'Sec-WebSocket-Version',
    '13',
    'Auth',
    'a',
    'Auth',
    'b',
  ]
  const connection = { ...message.connection, userAgent: 'ws', headers, query }
  return {
    ...message,
    type: 'CONNECT' as const,
    routeKey: '$connect',
    messageId: undefined,
    body: undefined,
    connection,
  }
}

test('byte for byte (2.5)', () => {
  expect(authorizerEvent(connectEvent('room=42&room=43'), {}, ARN)).toBe(
    `{"type":"REQUEST","methodArn":"${ARN}",` +
      '"headers":{"Auth":"b","Connection":"upgrade","content-length":"0","Host":"a1b2c3d4e5.execute-api.localhost:4566",' +
      `"Sec-WebSocket-Version":"13","Upgrade":"websocket","X-Amzn-Trace-Id":"${TRACE}",` +
      '"X-Forwarded-For":"192.0.2.7","X-Forwarded-Port":"4566","X-Forwarded-Proto":"http"},' +
      '"multiValueHeaders":{"Auth":["a","b"],"Connection":["upgrade"],"content-length":["0"],' +
      '"Host":["a1b2c3d4e5.execute-api.localhost:4566"],"Sec-WebSocket-Version":["13"],"Upgrade":["websocket"],' +
      `"X-Amzn-Trace-Id":["${TRACE}"],"X-Forwarded-For":["192.0.2.7"],"X-Forwarded-Port":["4566"],` +
      '"X-Forwarded-Proto":["http"]},' +
      '"queryStringParameters":{"room":"43"},"multiValueQueryStringParameters":{"room":["42","43"]},' +
      '"stageVariables":{},' +
      '"requestContext":{"routeKey":"$connect","eventType":"CONNECT","extendedRequestId":"KbCdEf_GhIjCE2A=",' +
      '"requestTime":"05/Jan/2026:10:13:10 +0000","messageDirection":"IN","stage":"prod","connectedAt":1767607872345,' +
      '"requestTimeEpoch":1767607990000,"identity":{"userAgent":"ws","sourceIp":"192.0.2.7"},' +
      '"requestId":"KbCdEf_GhIjCE2A=","domainName":"a1b2c3d4e5.execute-api.localhost:4566",' +
      '"connectionId":"AbCdEf_GhIjCE2A=","apiId":"a1b2c3d4e5"}}',
  )
})

test('without a query, and with variables of the stage', () => {
  const event = JSON.parse(authorizerEvent(connectEvent(''), { a: 'b' }, ARN)) as object
  expect(event).toMatchObject({ stageVariables: { a: 'b' } })
  expect(event).not.toHaveProperty('queryStringParameters')
})
