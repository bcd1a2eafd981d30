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

output "api_id" {
  value = aws_apigatewayv2_api.example.id
}

output "integration_id" {
  value = aws_apigatewayv2_integration.example.id
}
