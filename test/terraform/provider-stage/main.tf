# Stages, deployments and authorizers, in three phases: made, each argument changed, every optional one taken away.
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

# An HTTP API with the routes GET /a and GET /b.
variable "http_api" {
  type = string
}

# A WebSocket API with the routes join and leave.
variable "websocket_api" {
  type = string
}

variable "phase" {
  type    = number
  default = 1
}

locals {
  first  = var.phase == 1
  second = var.phase == 2
  bare   = var.phase == 3

  function = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:${local.first ? "first" : "second"}/invocations"
  log      = "arn:aws:logs:us-east-1:123456789012:log-group:${local.first ? "first" : "second"}"
}

provider "aws" {
  region                  = "us-east-1"
  skip_metadata_api_check = true

  endpoints {
    apigatewayv2 = var.endpoint
    iam          = var.endpoint
    sts          = var.endpoint
  }
}

resource "aws_apigatewayv2_deployment" "http" {
  api_id      = var.http_api
  description = local.bare ? null : local.first ? "first" : "second"
  triggers    = { again = local.first ? "1" : "2" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_apigatewayv2_deployment" "websocket" {
  api_id      = var.websocket_api
  description = local.bare ? null : local.first ? "first" : "second"
}

resource "aws_apigatewayv2_stage" "manual" {
  api_id          = var.http_api
  name            = "manual"
  deployment_id   = aws_apigatewayv2_deployment.http.id
  description     = local.bare ? null : local.first ? "first" : "second"
  stage_variables = local.bare ? null : local.first ? { a = "1", b = "2" } : { b = "3", c = "4" }
  tags            = local.bare ? null : local.first ? { a = "1", b = "2" } : { b = "3", c = "4" }

  dynamic "access_log_settings" {
    for_each = local.bare ? [] : [local.log]
    content {
      destination_arn = access_log_settings.value
      format          = local.first ? "$context.requestId" : "$context.extendedRequestId"
    }
  }

  dynamic "default_route_settings" {
    for_each = local.bare ? [] : [1]
    content {
      detailed_metrics_enabled = local.first
      throttling_burst_limit   = local.first ? 0 : 7
      throttling_rate_limit    = local.first ? 0 : 7.5
    }
  }

  dynamic "route_settings" {
    for_each = local.bare ? [] : local.first ? ["GET /a"] : ["GET /a", "GET /b"]
    content {
      route_key                = route_settings.value
      detailed_metrics_enabled = local.second
      throttling_burst_limit   = local.first ? 3 : null
      throttling_rate_limit    = local.first ? 3 : 0
    }
  }
}

resource "aws_apigatewayv2_stage" "automatic" {
  api_id      = var.http_api
  name        = "$default"
  auto_deploy = !local.second
  description = local.first ? "first" : "second"

  default_route_settings {
    detailed_metrics_enabled = local.second
  }
}

resource "aws_apigatewayv2_stage" "websocket" {
  api_id                = var.websocket_api
  name                  = "prod"
  deployment_id         = aws_apigatewayv2_deployment.websocket.id
  client_certificate_id = local.bare ? null : local.first ? "first1" : "second2"

  dynamic "default_route_settings" {
    for_each = local.bare ? [] : [1]
    content {
      data_trace_enabled       = local.first
      detailed_metrics_enabled = local.second
      logging_level            = local.first ? "INFO" : "ERROR"
    }
  }

  dynamic "route_settings" {
    for_each = local.bare ? [] : local.first ? ["join"] : ["join", "leave"]
    content {
      route_key              = route_settings.value
      data_trace_enabled     = local.second
      logging_level          = local.first ? "ERROR" : null
      throttling_burst_limit = local.first ? 3 : 4
    }
  }
}

resource "aws_apigatewayv2_stage" "plain" {
  api_id = var.websocket_api
  name   = local.bare ? "renamed" : "plain"
}

resource "aws_apigatewayv2_authorizer" "jwt" {
  api_id           = var.http_api
  name             = local.first ? "jwt" : "tokens"
  authorizer_type  = "JWT"
  identity_sources = [local.first ? "$request.header.Authorization" : "$request.querystring.token"]

  jwt_configuration {
    audience = local.first ? ["a", "b"] : ["b", "c"]
    issuer   = "https://${local.first ? "first" : "second"}.example.com"
  }
}

resource "aws_apigatewayv2_authorizer" "function" {
  api_id                            = var.http_api
  name                              = "function"
  authorizer_type                   = "REQUEST"
  authorizer_uri                    = local.function
  authorizer_payload_format_version = local.first ? "2.0" : "1.0"
  authorizer_credentials_arn        = local.bare ? null : "arn:aws:iam::123456789012:role/${local.first ? "first" : "second"}"
  authorizer_result_ttl_in_seconds  = local.first ? 0 : local.second ? 60 : 0
  enable_simple_responses           = local.first ? true : null
  identity_sources                  = local.bare ? null : local.first ? ["$request.header.A", "$context.routeKey"] : ["$stageVariables.a"]
}

resource "aws_apigatewayv2_authorizer" "cached" {
  api_id                            = var.http_api
  name                              = "cached"
  authorizer_type                   = "REQUEST"
  authorizer_uri                    = local.function
  authorizer_payload_format_version = "2.0"
  identity_sources                  = ["$request.header.A"]

  timeouts {
    delete = local.first ? "1m30s" : "2m"
  }
}

resource "aws_apigatewayv2_authorizer" "websocket" {
  api_id           = var.websocket_api
  name             = "websocket"
  authorizer_type  = "REQUEST"
  authorizer_uri   = local.function
  identity_sources = local.bare ? null : local.first ? ["route.request.header.A"] : ["route.request.querystring.B", "context.stage"]
}

output "names" {
  value = {
    arn       = aws_apigatewayv2_stage.manual.arn
    execution = aws_apigatewayv2_stage.manual.execution_arn
    manual    = aws_apigatewayv2_stage.manual.invoke_url
    automatic = aws_apigatewayv2_stage.automatic.invoke_url
    websocket = aws_apigatewayv2_stage.websocket.invoke_url
    tags_all  = aws_apigatewayv2_stage.manual.tags_all
    ttl       = aws_apigatewayv2_authorizer.cached.authorizer_result_ttl_in_seconds
    level     = aws_apigatewayv2_stage.websocket.default_route_settings[*].logging_level
    moved     = aws_apigatewayv2_stage.automatic.deployment_id != ""
    by_hand   = aws_apigatewayv2_deployment.http.auto_deployed
  }
}

output "imports" {
  value = merge(
    { for name, it in { http = aws_apigatewayv2_deployment.http, websocket = aws_apigatewayv2_deployment.websocket } :
    "aws_apigatewayv2_deployment.${name}" => "${it.api_id}/${it.id}" },
    { for name, it in { manual = aws_apigatewayv2_stage.manual, automatic = aws_apigatewayv2_stage.automatic, websocket = aws_apigatewayv2_stage.websocket, plain = aws_apigatewayv2_stage.plain } :
    "aws_apigatewayv2_stage.${name}" => "${it.api_id}/${it.id}" },
    { for name, it in { jwt = aws_apigatewayv2_authorizer.jwt, function = aws_apigatewayv2_authorizer.function, cached = aws_apigatewayv2_authorizer.cached, websocket = aws_apigatewayv2_authorizer.websocket } :
    "aws_apigatewayv2_authorizer.${name}" => "${it.api_id}/${it.id}" },
  )
}
