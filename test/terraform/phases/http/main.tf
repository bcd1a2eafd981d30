# Every resource and argument of an HTTP API, in three phases: made, each argument changed, every optional one taken away.
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
  name                         = local.first ? "pets" : "animals"
  protocol_type                = "HTTP"
  description                  = local.bare ? null : local.first ? "first" : "second"
  version                      = local.bare ? null : local.first ? "1" : "2"
  disable_execute_api_endpoint = local.second
  ip_address_type              = local.second ? "dualstack" : "ipv4"
  tags                         = local.bare ? {} : local.first ? { a = "1", b = "1" } : { b = "2", c = "2" }

  dynamic "cors_configuration" {
    for_each = local.bare ? [] : [1]
    content {
      allow_credentials = local.second
      allow_headers     = local.first ? ["X-First", "authorization"] : ["x-second"]
      allow_methods     = local.first ? ["GET", "put"] : ["*"]
      allow_origins     = local.first ? ["https://*"] : ["https://pets.example"]
      expose_headers    = local.first ? ["X-Seen"] : []
      max_age           = local.first ? 300 : 600
    }
  }
}

resource "aws_apigatewayv2_vpc_link" "this" {
  name               = local.first ? "link" : "link-renamed"
  security_group_ids = ["sg-0123456789abcdef0"]
  subnet_ids         = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
  tags               = local.bare ? {} : local.first ? { a = "1" } : { a = "2" }
}

resource "aws_apigatewayv2_integration" "proxy" {
  api_id               = aws_apigatewayv2_api.this.id
  integration_type     = "HTTP_PROXY"
  integration_method   = local.first ? "ANY" : "POST"
  integration_uri      = local.first ? "https://example.com/{proxy}" : "https://example.org/$${stageVariables.path}/{proxy}"
  description          = local.bare ? null : local.first ? "first" : "second"
  timeout_milliseconds = local.first ? 5000 : 1000
  credentials_arn      = local.second ? "arn:aws:iam::123456789012:role/first" : null

  request_parameters = local.bare ? null : local.first ? {
    "append:header.header1"   = "$context.requestId"
    "remove:querystring.qs1"  = "''"
    "overwrite:path"          = "/fixed"
    } : {
    "append:header.header1"  = "$context.accountId"
    "overwrite:header.h2"    = "$${request.header.a}-$${stageVariables.path}"
  }

  dynamic "response_parameters" {
    for_each = local.bare ? {} : local.first ? { 404 = "$stageVariables.e", 500 = "x" } : { 403 = "added" }
    content {
      status_code = response_parameters.key
      mappings    = { "append:header.error" = response_parameters.value }
    }
  }
}

resource "aws_apigatewayv2_integration" "private" {
  api_id             = aws_apigatewayv2_api.this.id
  integration_type   = "HTTP_PROXY"
  integration_method = "GET"
  connection_type    = local.bare ? "INTERNET" : "VPC_LINK"
  connection_id      = local.bare ? null : aws_apigatewayv2_vpc_link.this.id
  integration_uri    = local.bare ? "https://example.net" : "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/lb/50dc6c495c0c9188/${local.first ? "f2f7dc8efc522ab2" : "0467ef3c8400ae65"}"

  dynamic "tls_config" {
    for_each = local.bare ? [] : [1]
    content {
      server_name_to_verify = local.first ? "www.example.com" : "www.example.org"
    }
  }
}

resource "aws_apigatewayv2_integration" "function" {
  api_id                 = aws_apigatewayv2_api.this.id
  integration_type       = "AWS_PROXY"
  integration_uri        = "arn:aws:lambda:us-east-1:123456789012:function:${local.first ? "first" : "second"}"
  payload_format_version = local.bare ? "1.0" : "2.0"
  credentials_arn        = local.bare ? null : "arn:aws:iam::123456789012:role/${local.first ? "first" : "second"}"
}

resource "aws_apigatewayv2_integration" "queue" {
  api_id              = aws_apigatewayv2_api.this.id
  integration_type    = "AWS_PROXY"
  integration_subtype = "SQS-SendMessage"
  credentials_arn     = "arn:aws:iam::123456789012:role/queue"
  description         = local.bare ? null : local.first ? "first" : "second"

  request_parameters = {
    QueueUrl    = local.first ? "https://sqs.us-east-1.amazonaws.com/123456789012/first" : "$request.header.queueUrl"
    MessageBody = local.first ? "$request.body.message" : "$request.body"
  }
}

resource "aws_apigatewayv2_authorizer" "jwt" {
  api_id           = aws_apigatewayv2_api.this.id
  authorizer_type  = "JWT"
  name             = local.first ? "jwt" : "jwt-renamed"
  identity_sources = local.first ? ["$request.header.Authorization"] : ["$request.querystring.token"]

  jwt_configuration {
    audience = local.first ? ["one"] : ["one", "two"]
    issuer   = local.first ? "https://issuer.example" : "https://issuer2.example"
  }
}

resource "aws_apigatewayv2_authorizer" "function" {
  api_id                            = aws_apigatewayv2_api.this.id
  authorizer_type                   = "REQUEST"
  name                              = local.first ? "function" : "function-renamed"
  authorizer_uri                    = "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:${local.first ? "first" : "second"}/invocations"
  authorizer_payload_format_version = local.first ? "1.0" : "2.0"
  authorizer_credentials_arn        = local.bare ? null : "arn:aws:iam::123456789012:role/${local.first ? "first" : "second"}"
  authorizer_result_ttl_in_seconds  = local.bare ? 0 : local.first ? 60 : 120
  enable_simple_responses           = local.second
  identity_sources                  = local.bare ? [] : local.first ? ["$request.header.Auth"] : ["$request.querystring.Name", "$context.path"]
}

resource "aws_apigatewayv2_route" "pets" {
  api_id               = aws_apigatewayv2_api.this.id
  route_key            = local.first ? "GET /pets/{proxy+}" : "ANY /animals/{proxy+}"
  target               = local.bare ? null : "integrations/${local.first ? aws_apigatewayv2_integration.proxy.id : aws_apigatewayv2_integration.function.id}"
  operation_name       = local.bare ? null : local.first ? "GetPets" : "GetAnimals"
  authorization_type   = local.bare ? "NONE" : local.first ? "JWT" : "CUSTOM"
  authorizer_id        = local.bare ? null : local.first ? aws_apigatewayv2_authorizer.jwt.id : aws_apigatewayv2_authorizer.function.id
  authorization_scopes = local.first ? ["read", "write"] : null
}

resource "aws_apigatewayv2_route" "default" {
  api_id             = aws_apigatewayv2_api.this.id
  route_key          = "$default"
  authorization_type = local.second ? "AWS_IAM" : "NONE"
}

resource "aws_apigatewayv2_deployment" "this" {
  api_id      = aws_apigatewayv2_api.this.id
  description = local.bare ? "" : local.first ? "first" : "second"

  depends_on = [aws_apigatewayv2_route.pets, aws_apigatewayv2_route.default]
}

resource "aws_apigatewayv2_stage" "manual" {
  api_id          = aws_apigatewayv2_api.this.id
  name            = "manual"
  deployment_id   = aws_apigatewayv2_deployment.this.id
  description     = local.bare ? null : local.first ? "first" : "second"
  stage_variables = local.bare ? {} : local.first ? { path = "a", e = "1" } : { path = "b", f = "2" }
  tags            = local.bare ? {} : local.first ? { a = "1", b = "1" } : { b = "2" }

  dynamic "access_log_settings" {
    for_each = local.bare ? [] : [1]
    content {
      destination_arn = "arn:aws:logs:us-east-1:123456789012:log-group:${local.first ? "first" : "second"}"
      format          = local.first ? "$context.requestId" : "$context.requestId $context.status"
    }
  }

  default_route_settings {
    detailed_metrics_enabled = local.first
    throttling_burst_limit   = local.bare ? 0 : local.first ? 10 : 20
    throttling_rate_limit    = local.bare ? 0 : local.first ? 5.5 : 7
  }

  dynamic "route_settings" {
    for_each = local.bare ? [] : [aws_apigatewayv2_route.pets.route_key]
    content {
      route_key                = route_settings.value
      detailed_metrics_enabled = local.second
      throttling_burst_limit   = local.first ? 3 : 4
      throttling_rate_limit    = local.first ? 3 : 4
    }
  }
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.this.id
  name        = "$default"
  auto_deploy = !local.bare

  depends_on = [aws_apigatewayv2_route.default]
}

output "imports" {
  value = {
    "aws_apigatewayv2_api.this"             = aws_apigatewayv2_api.this.id
    "aws_apigatewayv2_vpc_link.this"        = aws_apigatewayv2_vpc_link.this.id
    "aws_apigatewayv2_integration.proxy"    = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_integration.proxy.id}"
    "aws_apigatewayv2_integration.private"  = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_integration.private.id}"
    "aws_apigatewayv2_integration.function" = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_integration.function.id}"
    "aws_apigatewayv2_integration.queue"    = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_integration.queue.id}"
    "aws_apigatewayv2_authorizer.jwt"       = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_authorizer.jwt.id}"
    "aws_apigatewayv2_authorizer.function"  = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_authorizer.function.id}"
    "aws_apigatewayv2_route.pets"           = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_route.pets.id}"
    "aws_apigatewayv2_route.default"        = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_route.default.id}"
    "aws_apigatewayv2_deployment.this"      = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_deployment.this.id}"
    "aws_apigatewayv2_stage.manual"         = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_stage.manual.id}"
    "aws_apigatewayv2_stage.default"        = "${aws_apigatewayv2_api.this.id}/${aws_apigatewayv2_stage.default.id}"
  }
}
