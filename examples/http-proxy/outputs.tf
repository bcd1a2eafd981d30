output "api_id" {
  value = aws_apigatewayv2_api.pets.id
}

# Where Postern serves the API. (The stage's `invoke_url` is worked out by the AWS provider, and names AWS's host.)
output "api_endpoint" {
  value = aws_apigatewayv2_api.pets.api_endpoint
}

output "integration_ids" {
  value = {
    pet     = aws_apigatewayv2_integration.pet.id
    service = aws_apigatewayv2_integration.service.id
    health  = aws_apigatewayv2_integration.health.id
  }
}
