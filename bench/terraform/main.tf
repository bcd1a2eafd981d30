terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "endpoint" {
  type = string
}

variable "api" {
  type = string
}

variable "size" {
  type    = number
  default = 1
}

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "bench"
  secret_key                  = "bench-bench-bench"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true

  endpoints {
    apigatewayv2 = var.endpoint
  }
}

resource "aws_apigatewayv2_integration" "many" {
  count = var.size

  api_id               = var.api
  integration_type     = "HTTP_PROXY"
  integration_method   = "ANY"
  integration_uri      = "https://example.org/${count.index}/{proxy}"
  timeout_milliseconds = 5000

  request_parameters = {
    "append:header.number" = "$context.requestId"
  }
}
