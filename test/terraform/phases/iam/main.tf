# Roles and policies: every argument, in three phases (as made; changed; taken away).

variable "phase" {
  type    = number
  default = 1
}

locals {
  first  = var.phase == 1
  second = var.phase == 2
  third  = var.phase == 3
}

data "aws_caller_identity" "this" {}
data "aws_partition" "this" {}

data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = local.second ? ["apigateway.amazonaws.com", "lambda.amazonaws.com"] : ["lambda.amazonaws.com"]
    }
    dynamic "condition" {
      for_each = local.second ? [1] : []
      content {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [data.aws_caller_identity.this.account_id]
      }
    }
  }
}

data "aws_iam_policy_document" "read" {
  statement {
    sid       = "Read"
    actions   = local.second ? ["s3:GetObject", "s3:ListBucket"] : ["s3:GetObject"]
    resources = ["arn:${data.aws_partition.this.partition}:s3:::pets/*"]
  }
}

data "aws_iam_policy" "by_name" {
  name = "AWSLambdaBasicExecutionRole"
}

data "aws_iam_policy" "by_arn" {
  arn = "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"
}

resource "aws_iam_policy" "boundary" {
  name   = "boundary"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })
}

resource "aws_iam_policy" "read" {
  name        = "read"
  path        = "/pets/"
  description = "Reads pets"
  policy      = data.aws_iam_policy_document.read.json
  tags        = local.third ? {} : { kind = "phase ${var.phase}" }
}

resource "aws_iam_role" "full" {
  name                 = "full"
  path                 = "/service-role/"
  description          = local.third ? null : "Phase ${var.phase}: é & <tag>"
  assume_role_policy   = data.aws_iam_policy_document.trust.json
  max_session_duration = local.second ? 7200 : 3600
  permissions_boundary = local.third ? null : aws_iam_policy.boundary.arn
  tags                 = local.third ? {} : { team = "pets", "phase${var.phase}" = "a + b = c" }
}

resource "aws_iam_role" "plain" {
  name_prefix           = "plain-"
  force_detach_policies = true
  assume_role_policy    = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "inline" {
  name = "inline"
  role = aws_iam_role.full.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = local.second ? "logs:PutLogEvents" : "logs:*"
      Resource = "*"
    }]
  })
}

resource "aws_iam_role_policies_exclusive" "full" {
  role_name    = aws_iam_role.full.name
  policy_names = [aws_iam_role_policy.inline.name]
}

resource "aws_iam_role_policy_attachment" "read" {
  count      = local.third ? 0 : 1
  role       = aws_iam_role.full.name
  policy_arn = aws_iam_policy.read.arn
}

resource "aws_iam_role_policy_attachment" "logs" {
  role       = aws_iam_role.full.name
  policy_arn = data.aws_iam_policy.by_name.arn
}

resource "aws_iam_role_policy_attachments_exclusive" "plain" {
  role_name   = aws_iam_role.plain.name
  policy_arns = local.second ? [] : [data.aws_iam_policy.by_arn.arn]
}

resource "aws_iam_policy" "shared" {
  name_prefix = "shared-"
  policy      = data.aws_iam_policy_document.read.json
}

resource "aws_iam_policy_attachment" "shared" {
  name       = "shared"
  roles      = [aws_iam_role.full.name]
  policy_arn = aws_iam_policy.shared.arn
}

data "aws_iam_role" "full" {
  name       = aws_iam_role.full.name
  depends_on = [aws_iam_role_policy.inline]
}

output "found" {
  value = [data.aws_iam_role.full.arn, data.aws_iam_role.full.max_session_duration]
}

output "known" {
  value = jsondecode(data.aws_iam_policy.by_arn.policy).Version
}

output "imports" {
  value = {
    "aws_iam_policy.read"                  = aws_iam_policy.read.arn
    "aws_iam_policy.boundary"              = aws_iam_policy.boundary.arn
    "aws_iam_role.full"                    = aws_iam_role.full.name
    "aws_iam_role_policy.inline"           = "full:inline"
    "aws_iam_role_policy_attachment.logs"  = "full/${data.aws_iam_policy.by_name.arn}"
    "aws_iam_role_policies_exclusive.full" = "full"
  }
}
