output "api_id" {
  value = aws_apigatewayv2_api.greetings.id
}

# Where Postern serves the API. (The stage's `invoke_url` is worked out by the AWS provider, and names AWS's host.)
output "api_endpoint" {
  value = aws_apigatewayv2_api.greetings.api_endpoint
}

output "function_arn" {
  value = aws_lambda_function.greeting.arn
}
