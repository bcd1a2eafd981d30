# What the phases of the family do not ask: computed values, replacement, drift, and how long is waited.

variable "phase" {
  type    = number
  default = 1
}

locals {
  first = var.phase == 1
}

resource "aws_apigatewayv2_api" "this" {
  name          = "pets"
  protocol_type = "HTTP"
  description   = "first"
  tags          = { team = "blue" }

  cors_configuration {
    allow_headers = ["X-First"]
    allow_methods = ["get"]
    allow_origins = ["https://example.com"]
  }
}

resource "aws_apigatewayv2_api" "quick" {
  name          = "quick"
  protocol_type = "HTTP"
  target        = local.first ? "https://example.com" : "https://example.org"
}

resource "aws_apigatewayv2_stage" "this" {
  api_id = aws_apigatewayv2_api.this.id
  name   = "prod"
}

resource "aws_apigatewayv2_vpc_link" "this" {
  name               = "link"
  security_group_ids = []
  subnet_ids         = local.first ? ["subnet-1", "subnet-2"] : ["subnet-2"]
  tags               = { team = "blue" }
}

resource "aws_apigatewayv2_domain_name" "this" {
  domain_name = local.first ? "api.first.localhost" : "api.second.localhost"

  domain_name_configuration {
    certificate_arn = "arn:aws:acm:us-east-1:123456789012:certificate/first"
    endpoint_type   = "REGIONAL"
    security_policy = "TLS_1_2"
  }

  timeouts {
    create = "90s"
    update = "1h30m"
  }
}

resource "aws_apigatewayv2_api_mapping" "this" {
  api_id          = aws_apigatewayv2_api.this.id
  domain_name     = aws_apigatewayv2_domain_name.this.id
  stage           = aws_apigatewayv2_stage.this.id
  api_mapping_key = "v1/pets"
}

data "aws_apigatewayv2_api" "this" {
  api_id = aws_apigatewayv2_api.this.id
}

data "aws_apigatewayv2_vpc_link" "this" {
  vpc_link_id = aws_apigatewayv2_vpc_link.this.id
}

output "ids" {
  value = { api = aws_apigatewayv2_api.this.id, link = aws_apigatewayv2_vpc_link.this.id }
}

output "arns" {
  value = [aws_apigatewayv2_api.this.arn, aws_apigatewayv2_vpc_link.this.arn, aws_apigatewayv2_domain_name.this.arn]
}

output "execution" {
  value = aws_apigatewayv2_api.this.execution_arn
}

output "found" {
  value = { api = data.aws_apigatewayv2_api.this, link = data.aws_apigatewayv2_vpc_link.this }
}
