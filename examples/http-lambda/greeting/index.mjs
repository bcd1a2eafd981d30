// One function for both payload formats: it tells which one it was called with, and answers in its way.

export async function handler(event, context) {
  const name = event.pathParameters?.name ?? 'whoever you are'
  const body = {
    greeting: `Hello, ${name}!`,
    payloadFormat: event.version,
    routeKey: event.version === '2.0' ? event.routeKey : `${event.httpMethod} ${event.resource}`,
    function: `${context.functionName} ${context.functionVersion}`,
  }
  // Format 2.0 takes any JSON for the body of a 200 answer; 1.0 wants the whole response spelled out.
  if (event.version === '2.0') return body
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    multiValueHeaders: { 'set-cookie': ['visited=yes', `name=${encodeURIComponent(name)}`] },
    body: JSON.stringify(body),
  }
}
