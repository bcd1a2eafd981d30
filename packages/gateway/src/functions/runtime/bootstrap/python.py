"""Runs a Python function: the client side of the Lambda Runtime API, for Python 3.8 and newer.

The server starts it as `python3 python.py` for every worker. What it does is what AWS's own client does
(aws-lambda-python-runtime-interface-client). Standard library only, and little of it: imports are most of a cold start.

Reads AWS_LAMBDA_RUNTIME_API, _HANDLER, LAMBDA_TASK_ROOT, AWS_EXECUTION_ENV, AWS_LAMBDA_FUNCTION_*, AWS_LAMBDA_LOG_*.
Exit codes: 0 the connection ended; 1 the function could not be loaded, or the Runtime API misbehaved.
`sys.exit` in the function ends the process with its own code.
"""

import functools
import importlib
import io
import json
import logging
import os
import re
import socket
import sys
import time
import traceback

VERSION = "/2018-06-01/runtime"
MAXIMUM_HEAD = 65536
MAXIMUM_BODY = 67108864

LOGS_JSON = os.environ.get("AWS_LAMBDA_LOG_FORMAT", "").upper() == "JSON"
# Since Python 3.12, AWS's runtime writes answers in UTF-8; before, in ASCII with escapes.
_MINOR = re.search(r"python3\.(\d+)$", os.environ.get("AWS_EXECUTION_ENV", ""))
ASCII_ONLY = _MINOR is None or int(_MINOR.group(1)) < 12

request_id = None


class RuntimeApiError(Exception):
    """The server does not keep to the protocol."""


class ConnectionEnded(Exception):
    """The server is gone, or wants this process to go."""


class Fault(Exception):
    """An error that has a name of its own in Lambda's list."""

    def __init__(self, kind, message, trace=None):
        super().__init__(message)
        self.kind = "Runtime." + kind
        self.trace = trace or []


class RuntimeApi:
    """One connection; a report and the question for the next event are written at once."""

    def __init__(self, address):
        host, _, port = address.rpartition(":")
        self._socket = socket.create_connection((host, int(port)))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._reader = self._socket.makefile("rb", 65536)
        self._host = "HTTP/1.1\r\nHost: {}\r\n".format(address)
        self._next = "GET {}/invocation/next {}\r\n".format(VERSION, self._host).encode()
        self._asked = False

    def next(self):
        """Waits for an event: its headers (lower case) and its bytes."""
        if not self._asked:
            self._send(self._next)
        self._asked = False
        status, headers, body = self._answer()
        if status != 200:
            raise RuntimeApiError("status {} in place of an event".format(status))
        return headers, body

    def report(self, invocation, body, content_type):
        path = "invocation/{}/response".format(invocation)
        self._post(path, body, content_type, "", self._next)

    def report_error(self, invocation, body, error_type):
        path = "invocation/{}/error".format(invocation)
        self._post(path, body, "application/json", error_type, self._next)

    def report_init_error(self, body, error_type):
        self._post("init/error", body, "application/json", error_type, b"")

    def _post(self, path, body, content_type, error_type, followed_by):
        head = "POST {}/{} {}Content-Type: {}\r\nContent-Length: {}\r\n".format(
            VERSION, path, self._host, content_type, len(body)
        )
        if error_type:
            printable = re.sub(r"[^\x20-\x7e]", "", error_type)[:256]
            head += "Lambda-Runtime-Function-Error-Type: {}\r\n".format(printable)
        self._send(b"".join((head.encode(), b"\r\n", body, followed_by)))
        self._asked = bool(followed_by)
        # Whatever the answer says (too large, too late), the invocation is over for this process.
        self._answer()

    def _send(self, data):
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise ConnectionEnded() from error

    def _line(self, limit):
        try:
            line = self._reader.readline(limit)
        except OSError as error:
            raise ConnectionEnded() from error
        if not line:
            raise ConnectionEnded()
        if not line.endswith(b"\r\n"):
            raise RuntimeApiError("a line of an answer is too long, or has no end")
        return line[:-2]

    def _read(self, size):
        try:
            data = self._reader.read(size)
        except OSError as error:
            raise ConnectionEnded() from error
        if len(data) < size:
            raise ConnectionEnded()
        return data

    def _answer(self):
        status = re.match(rb"HTTP/1\.[01] ([2-5]\d\d)(?: |$)", self._line(MAXIMUM_HEAD))
        if status is None:
            raise RuntimeApiError("an answer has no status")
        headers = self._headers()
        length = headers.get("content-length")
        coding = headers.get("transfer-encoding")
        if coding is None and re.match(r"\d{1,8}$", length or "") and int(length) <= MAXIMUM_BODY:
            body = self._read(int(length))
        elif coding is not None and coding.lower() == "chunked" and length is None:
            body = self._chunks()
        else:
            raise RuntimeApiError("an answer has no clear length, or is too long")
        return int(status.group(1)), headers, body

    def _headers(self):
        headers = {}
        left = MAXIMUM_HEAD
        while True:
            line = self._line(left)
            if not line:
                return headers
            left -= len(line) + 2
            name, colon, value = line.decode("utf-8", "replace").partition(":")
            name = name.lower()
            if not colon or not name or re.search(r"\s", name) or name in headers:
                raise RuntimeApiError("an answer has a malformed header")
            headers[name] = value.strip()

    def _chunks(self):
        parts = []
        total = 0
        while True:
            size = re.match(rb"([0-9a-fA-F]{1,7})(?:[ \t]*;|$)", self._line(1024))
            if size is None:
                raise RuntimeApiError("a chunk has no size")
            size = int(size.group(1), 16)
            if size == 0:
                self._headers()
                return b"".join(parts)
            total += size
            if total > MAXIMUM_BODY:
                raise RuntimeApiError("an answer is too long")
            parts.append(self._read(size))
            if self._read(2) != b"\r\n":
                raise RuntimeApiError("a chunk is longer than its size")


class Encoder(json.JSONEncoder):
    """JSON in which a Decimal is the number that it is, digit by digit; `json` itself has no way to write one."""

    mark = os.urandom(16).hex()

    def __init__(self, ascii_only):
        super().__init__(ensure_ascii=ascii_only)
        self._decimals = []

    def default(self, o):
        decimal = sys.modules.get("decimal")
        if decimal is None or not isinstance(o, decimal.Decimal):
            return super().default(o)
        self._decimals.append("NaN" if o.is_nan() else str(o))
        return "{}:{}".format(self.mark, len(self._decimals) - 1)

    def to_bytes(self, value):
        text = self.encode(value)
        if self._decimals:
            marks = '"{}:(\\d+)"'.format(self.mark)
            text = re.sub(marks, lambda found: self._decimals[int(found.group(1))], text)
        return text.encode("utf-8")


def to_json(value):
    try:
        return Encoder(ASCII_ONLY).to_bytes(value)
    except UnicodeEncodeError:
        # A lone surrogate, which only an escape can express.
        return Encoder(True).to_bytes(value)


class WithSlots:
    __slots__ = ()

    def __init__(self, values):
        for slot in self.__slots__:
            setattr(self, slot, values.get(slot))

    def __repr__(self):
        values = ",".join("{}={}".format(slot, getattr(self, slot)) for slot in self.__slots__)
        return "{}([{}])".format(type(self).__name__, values)


class CognitoIdentity(WithSlots):
    __slots__ = ("cognito_identity_id", "cognito_identity_pool_id")


class Client(WithSlots):
    __slots__ = ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name")


class ClientContext(WithSlots):
    __slots__ = ("custom", "env", "client")


def parse_header(headers, name, what):
    text = headers.get(name)
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError as error:
        message = "Unable to parse {} JSON: {}".format(what, error)
        raise Fault("LambdaContextUnmarshalError", message) from error


class LambdaContext:
    def __init__(self, invocation, headers):
        client_context = parse_header(headers, "lambda-runtime-client-context", "Client Context")
        identity = parse_header(headers, "lambda-runtime-cognito-identity", "Cognito Identity") or {}
        self.aws_request_id = invocation
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = headers.get("lambda-runtime-invoked-function-arn")
        self.tenant_id = headers.get("lambda-runtime-aws-tenant-id")
        self.client_context = None
        if client_context is not None:
            self.client_context = ClientContext(client_context)
            if self.client_context.client is not None:
                self.client_context.client = Client(self.client_context.client)
        self.identity = CognitoIdentity(
            {
                "cognito_identity_id": identity.get("cognitoIdentityId"),
                "cognito_identity_pool_id": identity.get("cognitoIdentityPoolId"),
            }
        )
        self._epoch_deadline_time_in_ms = int(headers.get("lambda-runtime-deadline-ms", 0))

    def get_remaining_time_in_millis(self):
        return max(0, self._epoch_deadline_time_in_ms - int(time.time() * 1000))

    def log(self, msg):
        sys.stdout.write(str(msg))

    def __repr__(self):
        names = "aws_request_id log_group_name log_stream_name function_name memory_limit_in_mb function_version"
        names += " invoked_function_arn client_context identity tenant_id"
        values = ",".join("{}={}".format(name, getattr(self, name)) for name in names.split())
        return "LambdaContext([{}])".format(values)


class LogHandler(logging.Handler):
    """One line for each record: line feeds become carriage returns, as AWS does in its own error records."""

    def emit(self, record):
        record.aws_request_id = request_id or ""
        sys.stdout.write(self.format(record).replace("\n", "\r") + "\n")


class JsonFormatter(logging.Formatter):
    _known = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "aws_request_id"}

    def format(self, record):
        line = {
            "timestamp": self.formatTime(record, "%Y-%m-%dT%H:%M:%SZ"),
            "level": record.levelname,
            "message": record.getMessage(),
            "logger": record.name,
            "requestId": request_id,
        }
        if record.exc_info:
            kind, error, frames = record.exc_info
            line["stackTrace"] = traceback.format_tb(frames)
            line["errorType"] = kind.__name__ if kind else None
            line["errorMessage"] = str(error)
            line["location"] = "{}:{}:{}".format(record.pathname, record.funcName, record.lineno)
        for name, value in vars(record).items():
            if name not in self._known and name not in line:
                line[name] = value
        return json.dumps({k: v for k, v in line.items() if v is not None}, ensure_ascii=False, default=str)


def resolve_localhost():
    """Makes names below localhost lead to this machine, as RFC 6761 section 6.3 has it.

    A function calls its API at {apiId}.execute-api.localhost, and few systems' resolvers know such names. What urllib,
    requests, boto3 and asyncio look up they look up by socket.getaddrinfo.
    """
    system = socket.getaddrinfo

    @functools.wraps(system)
    def getaddrinfo(host, port, *args, **kwargs):
        name = host.decode("latin-1") if isinstance(host, (bytes, bytearray)) else host
        if isinstance(name, str) and name.lower().rstrip(".").endswith(".localhost"):
            host = "localhost"
        return system(host, port, *args, **kwargs)

    socket.getaddrinfo = getaddrinfo


def set_up_logging():
    logging.Formatter.converter = time.gmtime
    handler = LogHandler()
    text = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"
    handler.setFormatter(JsonFormatter() if LOGS_JSON else logging.Formatter(text, "%Y-%m-%dT%H:%M:%S"))
    logging.getLogger().addHandler(handler)
    level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "").upper()
    level = {"TRACE": "DEBUG", "FATAL": "CRITICAL", "WARN": "WARNING"}.get(level, level)
    if level in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
        logging.getLogger().setLevel(level)


def unbuffered(descriptor):
    """What `python -u` makes of a standard stream: what is printed is out, even if the process is killed."""
    stream = io.FileIO(descriptor, "w", closefd=False)
    return io.TextIOWrapper(stream, encoding="utf-8", errors="backslashreplace", newline="\n", write_through=True)


def error_document(error, invocation=""):
    if isinstance(error, Fault):
        kind, trace = error.kind, error.trace
    else:
        frames = [(f.filename, f.lineno, f.name, f.line) for f in traceback.extract_tb(error.__traceback__)]
        while frames and frames[0][0] == error_document.__code__.co_filename:
            frames.pop(0)
        kind, trace = type(error).__name__, traceback.format_list(frames)
    try:
        message = str(error)
    except Exception:
        message = "The message of this error cannot be read: its __str__ fails"
    return {"errorMessage": message, "errorType": kind, "requestId": invocation, "stackTrace": trace}


def log_error(document):
    if LOGS_JSON:
        timestamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        line = json.dumps(dict(timestamp=timestamp, log_level="ERROR", **document), ensure_ascii=False)
    else:
        what = ": ".join(filter(None, (document["errorType"], document["errorMessage"])))
        lines = ["[ERROR] " + what, "Traceback (most recent call last):"]
        for element in document["stackTrace"]:
            # Indented with no-break spaces, which survive where logs are shown.
            for text in element.splitlines():
                stripped = text.lstrip(" ")
                lines.append("\u00a0" * (len(text) - len(stripped)) + stripped)
        line = "\r".join(lines).replace("\n", "\r")
    sys.stdout.write(line + "\n")


def load_handler(name):
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError as error:
        raise Fault("MalformedHandlerName", "Bad handler '{}': {}".format(name, error)) from error
    if module_name.split(".")[0] in sys.builtin_module_names:
        message = "Cannot use built-in module {} as a handler module".format(module_name)
        raise Fault("BuiltInModuleConflict", message)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        message = "Unable to import module '{}': {}".format(module_name, error)
        raise Fault("ImportModuleError", message) from error
    except SyntaxError as error:
        message = "Syntax error in module '{}': {}".format(module_name, error)
        trace = ['  File "{}" Line {}\n    {}'.format(error.filename, error.lineno, error.text)]
        raise Fault("UserCodeSyntaxError", message, trace) from error
    try:
        return getattr(module, function_name)
    except AttributeError as error:
        message = "Handler '{}' missing on module '{}'".format(function_name, module_name)
        raise Fault("HandlerNotFound", message) from error


def call(handler, invocation, headers, body):
    """The answer's bytes and their content type."""
    context = LambdaContext(invocation, headers)
    event = body
    if headers.get("content-type", "application/json").partition(";")[0].strip() == "application/json":
        try:
            event = json.loads(body)
        except ValueError as error:
            raise Fault("UnmarshalError", "Unable to unmarshal input: {}".format(error)) from error
    result = handler(event, context)
    if isinstance(result, bytes):
        return result, "application/unknown"
    try:
        return to_json(result), "application/json"
    except Exception as error:
        raise Fault("MarshalError", "Unable to marshal response: {}".format(error)) from error


def run_once(api, handler):
    global request_id
    headers, body = api.next()
    invocation = headers.get("lambda-runtime-aws-request-id")
    if not invocation:
        raise RuntimeApiError("an event has no request id")
    request_id = invocation
    if "lambda-runtime-trace-id" in headers:
        os.environ["_X_AMZN_TRACE_ID"] = headers["lambda-runtime-trace-id"]
    else:
        os.environ.pop("_X_AMZN_TRACE_ID", None)
    try:
        result, content_type = call(handler, invocation, headers, body)
    except Exception as error:
        document = error_document(error, invocation)
        log_error(document)
        api.report_error(invocation, to_json(document), document["errorType"])
    else:
        api.report(invocation, result, content_type)


def main():
    task_root = os.environ.get("LAMBDA_TASK_ROOT", os.getcwd())
    # In place of this file's own directory, which Python put there unless it was told not to.
    if sys.path[:1] == [os.path.dirname(os.path.abspath(__file__))]:
        sys.path.pop(0)
    sys.path.insert(0, task_root)
    sys.stdout = unbuffered(1)
    sys.stderr = unbuffered(2)
    set_up_logging()
    resolve_localhost()
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        handler = load_handler(os.environ.get("_HANDLER", ""))
    except Exception as error:
        document = error_document(error)
        log_error(document)
        api.report_init_error(to_json(document), document["errorType"])
        sys.exit(1)
    while True:
        run_once(api, handler)


if __name__ == "__main__":
    # os._exit: threads that the function left running must not keep the process.
    try:
        main()
    except ConnectionEnded:
        os._exit(0)
    except RuntimeApiError as failure:
        sys.stderr.write("Runtime API: {}\n".format(failure))
        os._exit(1)
