terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

# The AWS provider, told to talk to Postern.
provider "aws" {
  region     = "us-east-1"
  access_key = var.access_key
  secret_key = var.secret_key

  endpoints {
    apigatewayv2 = var.postern_url
    iam          = var.postern_url
    lambda       = var.postern_url
    sts          = var.postern_url
  }
}
