# A chat room: three functions behind a WebSocket API. What one member says, the function posts to all connections.

locals {
  # Route key to the file whose handler serves it.
  routes = {
    "$connect"    = "connect"
    "$disconnect" = "disconnect"
    "sendmessage" = "sendmessage"
  }
}

resource "aws_iam_role" "chat" {
  name = "chat"
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
  role       = aws_iam_role.chat.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

# AWS lets a function post to connections only with this.
resource "aws_iam_role_policy" "connections" {
  name = "connections"
  role = aws_iam_role.chat.name
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "execute-api:ManageConnections"
      Resource = "${aws_apigatewayv2_api.chat.execution_arn}/*"
    }]
  })
}

resource "aws_lambda_function" "chat" {
  for_each = local.routes

  function_name    = "chat-${each.value}"
  role             = aws_iam_role.chat.arn
  runtime          = "nodejs22.x"
  handler          = "${each.value}.handler"
  filename         = "${path.module}/chat.zip"
  source_code_hash = filebase64sha256("${path.module}/chat.zip")

  environment {
    variables = { ROOM_DIRECTORY = var.room_directory }
  }
}

resource "aws_lambda_permission" "chat" {
  for_each = local.routes

  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.chat[each.key].function_name
  principal     = "apigateway.amazonaws.com"
  source_arn    = "${aws_apigatewayv2_api.chat.execution_arn}/*/${each.key}"
}

resource "aws_apigatewayv2_api" "chat" {
  name                       = "chat"
  protocol_type              = "WEBSOCKET"
  route_selection_expression = "$request.body.action"
}

resource "aws_apigatewayv2_integration" "chat" {
  for_each = local.routes

  api_id             = aws_apigatewayv2_api.chat.id
  integration_type   = "AWS_PROXY"
  integration_method = "POST"
  integration_uri    = aws_lambda_function.chat[each.key].invoke_arn
}

# None of them answers by itself: there is no route response.
resource "aws_apigatewayv2_route" "chat" {
  for_each = local.routes

  api_id    = aws_apigatewayv2_api.chat.id
  route_key = each.key
  target    = "integrations/${aws_apigatewayv2_integration.chat[each.key].id}"
}

resource "aws_apigatewayv2_stage" "production" {
  api_id      = aws_apigatewayv2_api.chat.id
  name        = "production"
  auto_deploy = true
}
