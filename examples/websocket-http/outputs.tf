output "api_id" {
  value = aws_apigatewayv2_api.kitchen.id
}

# Where a WebSocket client connects to. (The stage's `invoke_url` is worked out by the AWS provider, and names AWS's host.)
output "url" {
  value = "${aws_apigatewayv2_api.kitchen.api_endpoint}/${aws_apigatewayv2_stage.dev.name}"
}
