# What the page leaves out: the provider, the function's role, and the API around the integration.

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
    iam          = var.postern_url
    lambda       = var.postern_url
    sts          = var.postern_url
  }
}

resource "aws_iam_role" "example" {
  name = "example"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

# AWS refuses to invoke a function without it.
resource "aws_lambda_permission" "example" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.example.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.example.execution_arn}/*"
}

# Integrations of type AWS are for WebSocket APIs alone.
resource "aws_apigatewayv2_api" "example" {
  name                       = "example"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
}

resource "aws_apigatewayv2_route" "example" {
  api_id                              = aws_apigatewayv2_api.example.id
  route_key                           = "greet"
  target                              = "integrations/${aws_apigatewayv2_integration.example.id}"
  route_response_selection_expression = "$default"
}

# A route answers its clients only with both: the expression above and a route response.
resource "aws_apigatewayv2_route_response" "example" {
  api_id             = aws_apigatewayv2_api.example.id
  route_id           = aws_apigatewayv2_route.example.id
  route_response_key = "$default"
}

# What the function returns goes to the client as it is.
resource "aws_apigatewayv2_integration_response" "example" {
  api_id                   = aws_apigatewayv2_api.example.id
  integration_id           = aws_apigatewayv2_integration.example.id
  integration_response_key = "$default"
}

resource "aws_apigatewayv2_deployment" "example" {
  api_id      = aws_apigatewayv2_api.example.id
  description = "The greeting"

  # A deployment freezes the API: it must come after its routes, and again when they change. A hash of whole resources
  # would change by itself: at its first refresh, the AWS provider turns their absent maps into empty ones.
  triggers = {
    redeployment = sha1(jsonencode([
      aws_apigatewayv2_integration.example.integration_uri,
      aws_apigatewayv2_integration.example.content_handling_strategy,
      aws_apigatewayv2_integration.example.passthrough_behavior,
      aws_apigatewayv2_route.example.route_key,
      aws_apigatewayv2_route.example.target,
      aws_apigatewayv2_route.example.route_response_selection_expression,
      aws_apigatewayv2_route_response.example.id,
      aws_apigatewayv2_integration_response.example.integration_response_key,
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

output "api_endpoint" {
  value = aws_apigatewayv2_api.example.api_endpoint
}

# Where a WebSocket client connects to.
output "url" {
  value = "${aws_apigatewayv2_api.example.api_endpoint}/${aws_apigatewayv2_stage.example.name}"
}

output "function_arn" {
  value = aws_lambda_function.example.arn
}
