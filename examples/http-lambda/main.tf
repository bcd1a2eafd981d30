# A Lambda function behind an HTTP API, called with both payload formats.

resource "aws_iam_role" "greeting" {
  name = "greeting"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.greeting.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_lambda_function" "greeting" {
  function_name    = "greeting"
  role             = aws_iam_role.greeting.arn
  runtime          = "nodejs22.x"
  handler          = "index.handler"
  filename         = "${path.module}/greeting.zip"
  source_code_hash = filebase64sha256("${path.module}/greeting.zip")
}

resource "aws_lambda_permission" "greeting" {
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.greeting.function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.greetings.execution_arn}/*"
}

resource "aws_apigatewayv2_api" "greetings" {
  name          = "greetings"
  protocol_type = "HTTP"
}

resource "aws_apigatewayv2_integration" "greeting" {
  for_each = toset(["1.0", "2.0"])

  api_id                 = aws_apigatewayv2_api.greetings.id
  integration_type       = "AWS_PROXY"
  integration_uri        = aws_lambda_function.greeting.invoke_arn
  payload_format_version = each.key
}

resource "aws_apigatewayv2_route" "greeting" {
  for_each = { "1.0" = "GET /v1/hello/{name}", "2.0" = "GET /v2/hello/{name}" }

  api_id    = aws_apigatewayv2_api.greetings.id
  route_key = each.value
  target    = "integrations/${aws_apigatewayv2_integration.greeting[each.key].id}"
}

resource "aws_apigatewayv2_stage" "default" {
  api_id      = aws_apigatewayv2_api.greetings.id
  name        = "$default"
  auto_deploy = true
}
