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

provider "aws" {
  region     = "us-east-1"
  access_key = "test"
  secret_key = "test"

  endpoints {
    apigatewayv2 = var.endpoint
  }
}

resource "aws_apigatewayv2_integration" "one" {
  count            = 3
  api_id           = var.api
  integration_type = "MOCK"
  description      = "number ${count.index}"
}
