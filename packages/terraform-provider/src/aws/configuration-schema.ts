import { listBlock, setBlock, text, textList, textMap, textSet, truth, wholeNumber } from '../framework/schema.ts'
import { endpointNames } from './endpoint-names.ts'

const endpoint = text('optional', { description: 'Use this to override the default service endpoint URL' })

/** The provider's own block: hashicorp/aws 5.100.0's to the letter, so that any block written for it is taken as it is. */
export const configurationSchema = {
  access_key: text('optional', {
    description:
      "The access key for API operations. You can retrieve this\nfrom the 'Security & Credentials' section of the AWS console.",
  }),
  allowed_account_ids: textSet('optional'),
  custom_ca_bundle: text('optional', {
    description:
      'File containing custom root and intermediate certificates. Can also be configured using the `AWS_CA_BUNDLE` environment variable. (Setting `ca_bundle` in the shared config file is not supported.)',
  }),
  ec2_metadata_service_endpoint: text('optional', {
    description:
      'Address of the EC2 metadata service endpoint to use. Can also be configured using the `AWS_EC2_METADATA_SERVICE_ENDPOINT` environment variable.',
  }),
  ec2_metadata_service_endpoint_mode: text('optional', {
    description:
      'Protocol to use with EC2 metadata service endpoint.Valid values are `IPv4` and `IPv6`. Can also be configured using the `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE` environment variable.',
  }),
  forbidden_account_ids: textSet('optional'),
  http_proxy: text('optional', {
    description:
      'URL of a proxy to use for HTTP requests when accessing the AWS API. Can also be set using the `HTTP_PROXY` or `http_proxy` environment variables.',
  }),
  https_proxy: text('optional', {
    description:
      'URL of a proxy to use for HTTPS requests when accessing the AWS API. Can also be set using the `HTTPS_PROXY` or `https_proxy` environment variables.',
  }),
  insecure: truth('optional', {
    description:
      'Explicitly allow the provider to perform "insecure" SSL requests. If omitted, default value is `false`',
  }),
  max_retries: wholeNumber('optional', {
    description:
      'The maximum number of times an AWS API request is\nbeing executed. If the API request still fails, an error is\nthrown.',
  }),
  no_proxy: text('optional', {
    description:
      'Comma-separated list of hosts that should not use HTTP or HTTPS proxies. Can also be set using the `NO_PROXY` or `no_proxy` environment variables.',
  }),
  profile: text('optional', {
    description:
      'The profile for API operations. If not set, the default profile\ncreated with `aws configure` will be used.',
  }),
  region: text('optional', {
    description: 'The region where AWS operations will take place. Examples\nare us-east-1, us-west-2, etc.',
  }),
  retry_mode: text('optional', {
    description:
      'Specifies how retries are attempted. Valid values are `standard` and `adaptive`. Can also be configured using the `AWS_RETRY_MODE` environment variable.',
  }),
  s3_us_east_1_regional_endpoint: text('optional', {
    description:
      'Specifies whether S3 API calls in the `us-east-1` region use the legacy global endpoint or a regional endpoint. Valid values are `legacy` or `regional`. Can also be configured using the `AWS_S3_US_EAST_1_REGIONAL_ENDPOINT` environment variable or the `s3_us_east_1_regional_endpoint` shared config file parameter',
  }),
  s3_use_path_style: truth('optional', {
    description:
      'Set this to true to enable the request to use path-style addressing,\ni.e., https://s3.amazonaws.com/BUCKET/KEY. By default, the S3 client will\nuse virtual hosted bucket addressing when possible\n(https://BUCKET.s3.amazonaws.com/KEY). Specific to the Amazon S3 service.',
  }),
  secret_key: text('optional', {
    description:
      "The secret key for API operations. You can retrieve this\nfrom the 'Security & Credentials' section of the AWS console.",
  }),
  shared_config_files: textList('optional', {
    description: 'List of paths to shared config files. If not set, defaults to [~/.aws/config].',
  }),
  shared_credentials_files: textList('optional', {
    description: 'List of paths to shared credentials files. If not set, defaults to [~/.aws/credentials].',
  }),
  skip_credentials_validation: truth('optional', {
    description:
      'Skip the credentials validation via STS API. Used for AWS API implementations that do not have STS available/implemented.',
  }),
  skip_metadata_api_check: text('optional', {
    description:
      'Skip the AWS Metadata API check. Used for AWS API implementations that do not have a metadata api endpoint.',
  }),
  skip_region_validation: truth('optional', {
    description:
      'Skip static validation of region name. Used by users of alternative AWS-like APIs or users w/ access to regions that are not public (yet).',
  }),
  skip_requesting_account_id: truth('optional', {
    description:
      'Skip requesting the account ID. Used for AWS API implementations that do not have IAM/STS API and/or metadata API.',
  }),
  sts_region: text('optional', {
    description: 'The region where AWS STS operations will take place. Examples\nare us-east-1 and us-west-2.',
  }),
  token: text('optional', {
    description: 'session token. A session token is only required if you are\nusing temporary security credentials.',
  }),
  token_bucket_rate_limiter_capacity: wholeNumber('optional', {
    description: "The capacity of the AWS SDK's token bucket rate limiter.",
  }),
  use_dualstack_endpoint: truth('optional', { description: 'Resolve an endpoint with DualStack capability' }),
  use_fips_endpoint: truth('optional', { description: 'Resolve an endpoint with FIPS capability' }),
  assume_role: listBlock({
    duration: text('optional', {
      description:
        'The duration, between 15 minutes and 12 hours, of the role session. Valid time units are ns, us (or µs), ms, s, h, or m.',
    }),
    external_id: text('optional', {
      description: 'A unique identifier that might be required when you assume a role in another account.',
    }),
    policy: text('optional', {
      description: 'IAM Policy JSON describing further restricting permissions for the IAM Role being assumed.',
    }),
    policy_arns: textSet('optional', {
      description:
        'Amazon Resource Names (ARNs) of IAM Policies describing further restricting permissions for the IAM Role being assumed.',
    }),
    role_arn: text('optional', {
      description: 'Amazon Resource Name (ARN) of an IAM Role to assume prior to making API calls.',
    }),
    session_name: text('optional', { description: 'An identifier for the assumed role session.' }),
    source_identity: text('optional', { description: 'Source identity specified by the principal assuming the role.' }),
    tags: textMap('optional', { description: 'Assume role session tags.' }),
    transitive_tag_keys: textSet('optional', {
      description: 'Assume role session tag keys to pass to any subsequent sessions.',
    }),
  }),
  assume_role_with_web_identity: listBlock({
    duration: text('optional', {
      description:
        'The duration, between 15 minutes and 12 hours, of the role session. Valid time units are ns, us (or µs), ms, s, h, or m.',
    }),
    policy: text('optional', {
      description: 'IAM Policy JSON describing further restricting permissions for the IAM Role being assumed.',
    }),
    policy_arns: textSet('optional', {
      description:
        'Amazon Resource Names (ARNs) of IAM Policies describing further restricting permissions for the IAM Role being assumed.',
    }),
    role_arn: text('optional', {
      description: 'Amazon Resource Name (ARN) of an IAM Role to assume prior to making API calls.',
    }),
    session_name: text('optional', { description: 'An identifier for the assumed role session.' }),
    web_identity_token: text('optional'),
    web_identity_token_file: text('optional'),
  }),
  default_tags: listBlock(
    {
      tags: textMap('optional', {
        description:
          'Resource tags to default across all resources. Can also be configured with environment variables like `TF_AWS_DEFAULT_TAGS_<tag_name>`.',
      }),
    },
    { description: 'Configuration block with settings to default resource tags across all resources.' },
  ),
  endpoints: setBlock(Object.fromEntries(endpointNames.map((name) => [name, endpoint]))),
  ignore_tags: listBlock(
    {
      key_prefixes: textSet('optional', {
        description:
          'Resource tag key prefixes to ignore across all resources. Can also be configured with the TF_AWS_IGNORE_TAGS_KEY_PREFIXES environment variable.',
      }),
      keys: textSet('optional', {
        description:
          'Resource tag keys to ignore across all resources. Can also be configured with the TF_AWS_IGNORE_TAGS_KEYS environment variable.',
      }),
    },
    { description: 'Configuration block with settings to ignore resource tags across all resources.' },
  ),
}
