# An HTTP API in front of a web service: three routes, one stage that deploys by itself.

resource "aws_apigatewayv2_api" "pets" {
  name          = "pets"
  protocol_type = "HTTP"
  description   = "A web service behind Postern"
}

# One pet: the path parameter of the route goes into the URI.
resource "aws_apigatewayv2_integration" "pet" {
  api_id               = aws_apigatewayv2_api.pets.id
  integration_type     = "HTTP_PROXY"
  integration_method   = "GET"
  integration_uri      = "${var.backend_url}/pets/{id}"
  timeout_milliseconds = 5000
}

# Everything else below /pets, with any method.
resource "aws_apigatewayv2_integration" "service" {
  api_id             = aws_apigatewayv2_api.pets.id
  integration_type   = "HTTP_PROXY"
  integration_method = "ANY"
  integration_uri    = "${var.backend_url}/pets/{proxy}"
}

resource "aws_apigatewayv2_integration" "health" {
  api_id             = aws_apigatewayv2_api.pets.id
  integration_type   = "HTTP_PROXY"
  integration_method = "GET"
  integration_uri    = "${var.backend_url}/health"
}

resource "aws_apigatewayv2_route" "pet" {
  api_id    = aws_apigatewayv2_api.pets.id
  route_key = "GET /pets/{id}"
  target    = "integrations/${aws_apigatewayv2_integration.pet.id}"
}

resource "aws_apigatewayv2_route" "service" {
  api_id    = aws_apigatewayv2_api.pets.id
  route_key = "ANY /pets/{proxy+}"
  target    = "integrations/${aws_apigatewayv2_integration.service.id}"
}

resource "aws_apigatewayv2_route" "health" {
  api_id    = aws_apigatewayv2_api.pets.id
  route_key = "GET /health"
  target    = "integrations/${aws_apigatewayv2_integration.health.id}"
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.pets.id
  name        = "$default"
  auto_deploy = true
}
