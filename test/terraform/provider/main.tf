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

variable "http_api" {
  type = string
}

variable "websocket_api" {
  type = string
}

variable "phase" {
  type    = number
  default = 1
}

provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true

  endpoints {
    apigatewayv2 = var.endpoint
  }
}

resource "aws_apigatewayv2_integration" "mapped" {
  api_id               = var.http_api
  integration_type     = "HTTP_PROXY"
  integration_method   = var.phase == 1 ? "GET" : "ANY"
  integration_uri      = "https://example.org/{proxy}"
  description          = var.phase == 1 ? "mapped" : null
  timeout_milliseconds = 5000

  request_parameters = var.phase == 1 ? {
    "append:header.header1"    = "$context.requestId"
    "remove:querystring.first" = "''"
    } : {
    "append:header.header1" = "$context.accountId"
  }

  response_parameters {
    status_code = "404"
    mappings    = { "append:header.error" = var.phase == 1 ? "$stageVariables.one" : "$stageVariables.two" }
  }

  dynamic "response_parameters" {
    for_each = var.phase == 1 ? ["500"] : []
    content {
      status_code = response_parameters.value
      mappings    = { "overwrite:statuscode" = "502" }
    }
  }
}

resource "aws_apigatewayv2_integration" "seed_mock" {
  api_id           = var.websocket_api
  integration_type = "MOCK"
}

resource "aws_apigatewayv2_integration" "seed_lambda" {
  api_id           = var.websocket_api
  integration_type = "AWS"

  connection_type           = "INTERNET"
  content_handling_strategy = var.phase == 3 ? null : "CONVERT_TO_TEXT"
  description               = "Lambda example"
  integration_method        = "POST"
  integration_uri           = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:Example/invocations"
  passthrough_behavior      = "WHEN_NO_MATCH"
}

resource "aws_apigatewayv2_integration" "templates" {
  api_id                        = var.websocket_api
  integration_type              = "HTTP"
  integration_method            = "POST"
  integration_uri               = "https://example.org/"
  passthrough_behavior          = var.phase == 1 ? "NEVER" : null
  template_selection_expression = var.phase == 1 ? "$request.body.name" : null
  request_templates             = var.phase == 1 ? { "application/json" = "$input.json('$')", "text/plain" = "x" } : null
}

output "imports" {
  value = {
    mapped      = "${var.http_api}/${aws_apigatewayv2_integration.mapped.id}"
    seed_mock   = "${var.websocket_api}/${aws_apigatewayv2_integration.seed_mock.id}"
    seed_lambda = "${var.websocket_api}/${aws_apigatewayv2_integration.seed_lambda.id}"
    templates   = "${var.websocket_api}/${aws_apigatewayv2_integration.templates.id}"
  }
}
