variable "endpoint" {
  type = string
}

variable "api" {
  type = string
}

variable "authorizer" {
  type = string
}

# 1: everything is set. 2: everything is another. 3: everything that may be missing is missing.
variable "phase" {
  type    = number
  default = 1
}

locals {
  first = var.phase == 1
  bare  = var.phase == 3
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

resource "aws_apigatewayv2_integration" "this" {
  api_id               = var.api
  integration_type     = "HTTP"
  integration_method   = local.first ? "GET" : "POST"
  integration_uri      = "https://example.org/"
  description          = local.bare ? null : "of phase ${var.phase}"
  request_templates    = local.bare ? null : { "application/json" = "$input.json('$')" }
  timeout_milliseconds = 5000
}

resource "aws_apigatewayv2_model" "this" {
  api_id       = var.api
  name         = local.first ? "Message" : "Renamed"
  content_type = local.first ? "application/json" : "text/x-json"
  description  = local.bare ? null : "of phase ${var.phase}"
  schema       = jsonencode({ type = "object", title = local.first ? "first" : "second" })
}

resource "aws_apigatewayv2_integration_response" "this" {
  api_id                        = var.api
  integration_id                = aws_apigatewayv2_integration.this.id
  integration_response_key      = local.first ? "/200/" : "$default"
  content_handling_strategy     = local.bare ? null : local.first ? "CONVERT_TO_TEXT" : "CONVERT_TO_BINARY"
  template_selection_expression = local.bare ? null : local.first ? "$${integration.response.statuscode}" : "$integration.response.header.kind"
  response_templates            = local.bare ? null : local.first ? { "200" = "a", "404" = "b" } : { "200" = "c" }
}

resource "aws_apigatewayv2_route" "connect" {
  api_id             = var.api
  route_key          = "$connect"
  target             = local.bare ? null : "integrations/${aws_apigatewayv2_integration.this.id}"
  api_key_required   = local.first
  authorization_type = local.bare ? null : local.first ? "CUSTOM" : "AWS_IAM"
  authorizer_id      = local.first ? var.authorizer : null

  dynamic "request_parameter" {
    for_each = local.bare ? [] : local.first ? ["route.request.header.a", "route.request.querystring.b"] : ["route.request.header.a"]
    content {
      request_parameter_key = request_parameter.value
      required              = local.first
    }
  }
}

resource "aws_apigatewayv2_route" "message" {
  api_id                              = var.api
  route_key                           = local.first ? "send" : "post"
  operation_name                      = local.bare ? null : local.first ? "Send" : "Post"
  model_selection_expression          = local.bare ? null : local.first ? "action" : "$request.body.kind"
  request_models                      = local.bare ? null : { (local.first ? "action" : "kind") = aws_apigatewayv2_model.this.name }
  route_response_selection_expression = local.bare ? null : "$default"
}

resource "aws_apigatewayv2_route_response" "this" {
  api_id                     = var.api
  route_id                   = aws_apigatewayv2_route.message.id
  route_response_key         = "$default"
  model_selection_expression = local.bare ? null : local.first ? "action" : "other"
  response_models            = local.bare ? null : { (local.first ? "action" : "other") = aws_apigatewayv2_model.this.name }
}

output "imports" {
  value = {
    "aws_apigatewayv2_integration.this"          = "${var.api}/${aws_apigatewayv2_integration.this.id}"
    "aws_apigatewayv2_model.this"                = "${var.api}/${aws_apigatewayv2_model.this.id}"
    "aws_apigatewayv2_integration_response.this" = "${var.api}/${aws_apigatewayv2_integration.this.id}/${aws_apigatewayv2_integration_response.this.id}"
    "aws_apigatewayv2_route.connect"             = "${var.api}/${aws_apigatewayv2_route.connect.id}"
    "aws_apigatewayv2_route.message"             = "${var.api}/${aws_apigatewayv2_route.message.id}"
    "aws_apigatewayv2_route_response.this"       = "${var.api}/${aws_apigatewayv2_route.message.id}/${aws_apigatewayv2_route_response.this.id}"
  }
}
