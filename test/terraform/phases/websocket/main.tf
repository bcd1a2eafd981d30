# Every resource and argument of a WebSocket API, in three phases: made, each argument changed, every optional one taken away.
variable "phase" {
  type    = number
  default = 1
}

locals {
  first  = var.phase == 1
  second = var.phase == 2
  bare   = var.phase == 3
}

resource "aws_apigatewayv2_api" "this" {
  name                         = "chat"
  protocol_type                = "WEBSOCKET"
  route_selection_expression   = local.first ? "$request.body.action" : "$${request.body.service}/$${request.body.action}"
  api_key_selection_expression = local.second ? "$context.authorizer.usageIdentifierKey" : "$request.header.x-api-key"
}

resource "aws_apigatewayv2_model" "this" {
  api_id       = aws_apigatewayv2_api.this.id
  name         = local.first ? "Message" : "Renamed"
  content_type = local.first ? "application/json" : "text/x-json"
  description  = local.bare ? null : local.first ? "first" : "second"
  schema       = jsonencode({ type = "object", title = local.first ? "first" : "second" })
}

resource "aws_apigatewayv2_authorizer" "function" {
  api_id                     = aws_apigatewayv2_api.this.id
  authorizer_type            = "REQUEST"
  name                       = "function"
  authorizer_uri             = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:${local.first ? "first" : "second"}/invocations"
  authorizer_credentials_arn = local.bare ? null : "arn:aws:iam::123456789012:role/first"
  identity_sources           = local.bare ? [] : local.first ? ["route.request.header.Auth"] : ["route.request.querystring.Name"]
}

# The first example of the Terraform page, as it stands.
resource "aws_apigatewayv2_integration" "example" {
  api_id           = aws_apigatewayv2_api.this.id
  integration_type = "MOCK"
}

resource "aws_apigatewayv2_integration" "mock" {
  api_id                        = aws_apigatewayv2_api.this.id
  integration_type              = "MOCK"
  description                   = local.bare ? null : local.first ? "first" : "second"
  passthrough_behavior          = local.first ? "NEVER" : local.second ? "WHEN_NO_TEMPLATES" : "WHEN_NO_MATCH"
  template_selection_expression = local.bare ? null : local.first ? "$request.body.name" : "$${request.body.other}"
  timeout_milliseconds          = local.first ? 28999 : 50
  request_templates             = local.bare ? null : local.first ? { "application/json" = "", "text/plain" = "x" } : { "application/xml" = "#set($a=1)" }
}

resource "aws_apigatewayv2_integration" "http" {
  api_id                    = aws_apigatewayv2_api.this.id
  integration_type          = "HTTP"
  integration_method        = local.first ? "GET" : "PATCH"
  integration_uri           = "https://example.com/${local.first ? "first" : "second"}"
  content_handling_strategy = local.first ? "CONVERT_TO_BINARY" : "CONVERT_TO_TEXT"
  request_parameters = local.bare ? null : local.first ? {
    "integration.request.querystring.stage" = "'value1'"
    "integration.request.header.x-user"     = "context.authorizer.principalId"
    } : {
    "integration.request.path.id" = "route.request.body.id"
  }
}

resource "aws_apigatewayv2_integration" "proxy" {
  api_id             = aws_apigatewayv2_api.this.id
  integration_type   = "HTTP_PROXY"
  integration_method = "POST"
  integration_uri    = "https://example.com/${local.first ? "first" : "second"}"
}

# The second example of the Terraform page, with a function that this issue does not make.
resource "aws_apigatewayv2_integration" "aws" {
  api_id                    = aws_apigatewayv2_api.this.id
  integration_type          = "AWS"
  connection_type           = "INTERNET"
  content_handling_strategy = "CONVERT_TO_TEXT"
  description               = "Lambda example"
  integration_method        = "POST"
  integration_uri           = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:Example/invocations"
  passthrough_behavior      = "WHEN_NO_MATCH"
  credentials_arn           = local.bare ? null : "arn:aws:iam::123456789012:role/${local.first ? "first" : "second"}"
}

resource "aws_apigatewayv2_integration" "function" {
  api_id           = aws_apigatewayv2_api.this.id
  integration_type = "AWS_PROXY"
  integration_uri  = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:${local.first ? "First" : "Second"}/invocations"
}

resource "aws_apigatewayv2_integration_response" "this" {
  api_id                        = aws_apigatewayv2_api.this.id
  integration_id                = aws_apigatewayv2_integration.mock.id
  integration_response_key      = local.first ? "/200/" : "$default"
  content_handling_strategy     = local.first ? "CONVERT_TO_TEXT" : "CONVERT_TO_BINARY"
  template_selection_expression = local.bare ? null : "$${integration.response.statuscode}"
  response_templates            = local.bare ? null : local.first ? { "200" = "a", "404" = "b" } : { "200" = "c" }
}

resource "aws_apigatewayv2_route" "connect" {
  api_id             = aws_apigatewayv2_api.this.id
  route_key          = "$connect"
  target             = "integrations/${aws_apigatewayv2_integration.mock.id}"
  api_key_required   = local.first
  authorization_type = local.bare ? "NONE" : local.first ? "CUSTOM" : "AWS_IAM"
  authorizer_id      = local.first ? aws_apigatewayv2_authorizer.function.id : null

  dynamic "request_parameter" {
    for_each = local.bare ? [] : local.first ? ["route.request.header.a", "route.request.querystring.b"] : ["route.request.header.a"]
    content {
      request_parameter_key = request_parameter.value
      required              = local.first
    }
  }
}

resource "aws_apigatewayv2_route" "message" {
  api_id                              = aws_apigatewayv2_api.this.id
  route_key                           = local.first ? "send" : "post"
  target                              = "integrations/${local.first ? aws_apigatewayv2_integration.http.id : aws_apigatewayv2_integration.proxy.id}"
  operation_name                      = local.bare ? null : local.first ? "Send" : "Post"
  model_selection_expression          = local.bare ? null : local.first ? "action" : "$request.body.kind"
  request_models                      = local.bare ? null : { (local.first ? "action" : "kind") = aws_apigatewayv2_model.this.name }
  route_response_selection_expression = local.bare ? null : "$default"
}

resource "aws_apigatewayv2_route_response" "this" {
  api_id                     = aws_apigatewayv2_api.this.id
  route_id                   = aws_apigatewayv2_route.message.id
  route_response_key         = "$default"
  model_selection_expression = local.bare ? null : local.first ? "action" : "other"
  response_models            = local.bare ? null : { (local.first ? "action" : "other") = aws_apigatewayv2_model.this.name }
}

resource "aws_apigatewayv2_deployment" "this" {
  api_id      = aws_apigatewayv2_api.this.id
  description = local.first ? "first" : "second"

  depends_on = [aws_apigatewayv2_route.connect, aws_apigatewayv2_route.message]
}

resource "aws_apigatewayv2_stage" "this" {
  api_id                = aws_apigatewayv2_api.this.id
  name                  = "prod"
  deployment_id         = aws_apigatewayv2_deployment.this.id
  client_certificate_id = local.bare ? null : local.first ? "first1" : "second2"
  stage_variables       = local.bare ? {} : local.first ? { a = "1" } : { a = "2", b = "2" }

  default_route_settings {
    data_trace_enabled       = local.first
    detailed_metrics_enabled = local.first
    logging_level            = local.first ? "INFO" : local.second ? "ERROR" : "OFF"
    throttling_burst_limit   = local.bare ? 0 : 10
    throttling_rate_limit    = local.bare ? 0 : 10
  }

  dynamic "route_settings" {
    for_each = local.bare ? [] : [aws_apigatewayv2_route.message.route_key]
    content {
      route_key              = route_settings.value
      data_trace_enabled     = local.second
      logging_level          = local.first ? "ERROR" : "INFO"
      throttling_burst_limit = local.first ? 3 : 4
      throttling_rate_limit  = 3
    }
  }
}

output "imports" {
  value = {
    "aws_apigatewayv2_api.this"                  = aws_apigatewayv2_api.this.id
    "aws_apigatewayv2_model.this"                = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_model.this.id}"
    "aws_apigatewayv2_authorizer.function"       = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_authorizer.function.id}"
    "aws_apigatewayv2_integration.example"       = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_integration.example.id}"
    "aws_apigatewayv2_integration.mock"          = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_integration.mock.id}"
    "aws_apigatewayv2_integration.http"          = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_integration.http.id}"
    "aws_apigatewayv2_integration.proxy"         = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_integration.proxy.id}"
    "aws_apigatewayv2_integration.aws"           = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_integration.aws.id}"
    "aws_apigatewayv2_integration.function"      = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_integration.function.id}"
    "aws_apigatewayv2_integration_response.this" = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_integration.mock.id}/${aws_apigatewayv2_integration_response.this.id}"
    "aws_apigatewayv2_route.connect"             = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_route.connect.id}"
    "aws_apigatewayv2_route.message"             = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_route.message.id}"
    "aws_apigatewayv2_route_response.this"       = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_route.message.id}/${aws_apigatewayv2_route_response.this.id}"
    "aws_apigatewayv2_deployment.this"           = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_deployment.this.id}"
    "aws_apigatewayv2_stage.this"                = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_stage.this.id}"
  }
}
