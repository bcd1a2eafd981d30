# Functions in every kind of runtime, each behind both payload formats, and one behind an alias.

variable "phase" {
  type    = string
  default = "1"
}

locals {
  functions = {
    commonjs  = { runtime = "nodejs18.x", handler = "src/index.handler" }
    module    = { runtime = "nodejs22.x", handler = "index.handler" }
    python    = { runtime = "python3.12", handler = "main.handler" }
    bootstrap = { runtime = "provided.al2023", handler = "any" }
  }
  formats = { v1 = "1.0", v2 = "2.0" }
  pairs   = { for pair in setproduct(keys(local.functions), keys(local.formats)) : "${pair[0]}-${pair[1]}" => pair }
}

resource "aws_iam_role" "this" {
  name = "functions"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_lambda_function" "this" {
  for_each = local.functions

  function_name    = each.key
  role             = aws_iam_role.this.arn
  runtime          = each.value.runtime
  handler          = each.value.handler
  filename         = "${path.module}/${each.key}.zip"
  source_code_hash = filebase64sha256("${path.module}/${each.key}.zip")
  publish          = each.key == "module"
  timeout          = 10
  memory_size      = 256

  environment {
    variables = { PHASE = var.phase }
  }
  tags = { kind = each.key }
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.this["module"].function_name
  function_version = aws_lambda_function.this["module"].version
}

resource "aws_lambda_permission" "this" {
  for_each = local.functions

  function_name = aws_lambda_function.this[each.key].function_name
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/*"
}

resource "aws_lambda_permission" "live" {
  function_name = aws_lambda_alias.live.function_name
  qualifier     = aws_lambda_alias.live.name
  action        = "lambda:InvokeFunction"
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.this.execution_arn}/*"
}

resource "aws_apigatewayv2_api" "this" {
  name          = "functions"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "this" {
  for_each = local.pairs

  api_id                 = aws_apigatewayv2_api.this.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.this[each.value[0]].invoke_arn
  payload_format_version = local.formats[each.value[1]]
}

resource "aws_apigatewayv2_route" "this" {
  for_each = local.pairs

  api_id    = aws_apigatewayv2_api.this.id
  route_key = "POST /${each.value[1]}/${each.value[0]}/{id}"
  target    = "integrations/${aws_apigatewayv2_integration.this[each.key].id}"
}

# The alias comes from a variable of the stage.
resource "aws_apigatewayv2_integration" "alias" {
  api_id                 = aws_apigatewayv2_api.this.id
  integration_type       = "AWS_PROXY"
  integration_uri        = "${aws_lambda_function.this["module"].arn}:$${stageVariables.alias}"
  payload_format_version = "2.0"
}

resource "aws_apigatewayv2_route" "alias" {
  api_id    = aws_apigatewayv2_api.this.id
  route_key = "POST /alias/{id}"
  target    = "integrations/${aws_apigatewayv2_integration.alias.id}"
}

resource "aws_apigatewayv2_stage" "this" {
  api_id          = aws_apigatewayv2_api.this.id
  name            = "$default"
  auto_deploy     = true
  stage_variables = { alias = aws_lambda_alias.live.name }
}

output "api_id" {
  value = aws_apigatewayv2_api.this.id
}
