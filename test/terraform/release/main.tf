variable "endpoint" {
  type = string
}

variable "api" {
  type = string
}

provider "aws" {
  region     = "us-east-1"
  access_key = "test"
  secret_key = "test"

  endpoints {
    apigatewayv2 = var.endpoint
  }
}

resource "aws_apigatewayv2_integration" "installed" {
  api_id             = var.api
  integration_type   = "HTTP_PROXY"
  integration_method = "ANY"
  integration_uri    = "https://example.org/{proxy}"
}
