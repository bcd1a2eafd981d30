# What the page leaves out: the provider, and the API around the integration, with a route that answers.

terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

variable "postern_url" {
  description = "Where Postern listens."
  type        = string
  default     = "http://localhost:4566"
}

# Postern on loopback takes any key, unless it was given credentials.
provider "aws" {
  region     = "us-east-1"
  access_key = "postern"
  secret_key = "postern"

  endpoints {
    apigatewayv2 = var.postern_url
    sts          = var.postern_url
  }
}

# MOCK integrations are for WebSocket APIs alone.
resource "aws_apigatewayv2_api" "example" {
  name                       = "example"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
}

# A mock calls nothing: without a request template it answers with status 200, and this makes a frame of it.
resource "aws_apigatewayv2_integration_response" "example" {
  api_id                   = aws_apigatewayv2_api.example.id
  integration_id           = aws_apigatewayv2_integration.example.id
  integration_response_key = "/200/"
  response_templates = {
    "application/json" = "{\"message\": \"pong\", \"route\": \"$context.routeKey\", \"stage\": \"$context.stage\"}"
  }
}

resource "aws_apigatewayv2_route" "example" {
  api_id                              = aws_apigatewayv2_api.example.id
  route_key                           = "ping"
  target                              = "integrations/${aws_apigatewayv2_integration.example.id}"
  route_response_selection_expression = "$default"
}

# A route answers its clients only with both: the expression above and a route response.
resource "aws_apigatewayv2_route_response" "example" {
  api_id             = aws_apigatewayv2_api.example.id
  route_id           = aws_apigatewayv2_route.example.id
  route_response_key = "$default"
}

resource "aws_apigatewayv2_deployment" "example" {
  api_id      = aws_apigatewayv2_api.example.id
  description = "The mock"

  # A deployment freezes the API: it must come after all that it freezes, and again when that changes.
  triggers = {
    redeployment = sha1(jsonencode([
      aws_apigatewayv2_integration_response.example.integration_response_key,
      aws_apigatewayv2_integration_response.example.response_templates,
      aws_apigatewayv2_route.example.route_key,
      aws_apigatewayv2_route.example.target,
      aws_apigatewayv2_route_response.example.id,
    ]))
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_apigatewayv2_stage" "example" {
  api_id        = aws_apigatewayv2_api.example.id
  name          = "production"
  deployment_id = aws_apigatewayv2_deployment.example.id
}

output "api_id" {
  value = aws_apigatewayv2_api.example.id
}

output "integration_id" {
  value = aws_apigatewayv2_integration.example.id
}

# Where a WebSocket client connects to.
output "url" {
  value = "${aws_apigatewayv2_api.example.api_endpoint}/${aws_apigatewayv2_stage.example.name}"
}
