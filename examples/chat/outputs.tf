output "api_id" {
  value = aws_apigatewayv2_api.chat.id
}

# Where a WebSocket client connects to. (The stage's `invoke_url` is worked out by the AWS provider, and names AWS's host.)
output "url" {
  value = "${aws_apigatewayv2_api.chat.api_endpoint}/${aws_apigatewayv2_stage.production.name}"
}
