"""``smsenc request``: the bodies that the archived Clickatell REST API takes for a message.

Prints the JSON text of each body exactly as it would be sent; nothing is sent. There is no flag for the
API token, because an argument can be read by every process of the machine: the sender adds the header.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from smsenc import InvalidOption, Profile
from smsenc.cli.arguments import Parser, command_parser, open_input, positive
from smsenc.cli.exits import UsageError
from smsenc.cli.failures import complain
from smsenc.cli.job import SCHEMA, Job, process
from smsenc.cli.options import add_options, build_profile, given_options
from smsenc.cli.records import STDIN, Record, open_file
from smsenc.gateways import InvalidParameter, Request
from smsenc.gateways.clickatell import rest

__all__ = ["RequestJob", "parser", "run"]

_EXAMPLES = """\
  smsenc request --to 27999000001 "Your code is 4711"
  smsenc request --to-file numbers.txt --file messages.txt
  smsenc request --column text --to-column number messages.csv
  smsenc request --to 27999000001 --hex --max-parts 2 0605040B8423F0"""

# Parameters of the gateway module as flags of this command.
_FLAGS = {"max_message_parts": "--max-parts"}

_MODES = ("auto", "gateway", "segments")  # of ``concatenation``

# A recipient that is in order, to check all other parameters with.
_NOBODY = "27999000001"


class RequestJob(Job[Iterable[Request]]):
    """Builds the requests for each message: one for each 200 recipients, or more where segments go by themselves."""

    def __init__(self, recipients: list[str], profile: Profile | None, parameters: dict[str, Any]) -> None:
        self._recipients = recipients
        self._profile = profile
        self._parameters = parameters
        self.notes: set[str] = set()  # identifiers

    def compute(self, record: Record) -> Iterable[Request]:
        recipients = self._recipients if record.recipient is None else [record.recipient]
        # What is wrong raises here; the requests come one by one, however many recipients there are.
        return rest.requests(self._content(record), recipients, **self._parameters)

    def _content(self, record: Record) -> Any:
        content = record.content
        if self._profile is None:
            return content
        # With encoding options: the gateway module honours a Message, in segments of ours if it must, or refuses it.
        if isinstance(content, bytes):
            return self._profile.encode_binary(content)
        return self._profile.encode(content)

    def objects(self, result: Iterable[Request]) -> Iterable[dict[str, Any]]:
        return map(_to_dict, self._noted(result))

    def view(self, record: Record, result: Iterable[Request]) -> Iterable[str]:
        return self.rows(record, result)

    def rows(self, record: Record, result: Iterable[Request]) -> Iterable[str]:
        return (request.content.decode("ascii") for request in self._noted(result))

    def _noted(self, requests: Iterable[Request]) -> Iterator[Request]:
        for request in requests:
            self.notes.update(note.identifier for note in request.notes)
            yield request


def _to_dict(request: Request) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "type": "request",
        "method": request.method,
        "url": request.url,
        "headers": dict(request.headers),
        "body": json.loads(request.content),
        "notes": [
            {"identifier": n.identifier, "parameter": n.parameter, "source": n.source, "text": n.text}
            for n in request.notes
        ],
    }


def parser() -> Parser:
    """The parser of the command."""
    made = command_parser(
        "request",
        "Build JSON bodies for the Clickatell REST API. Nothing is sent.",
        _EXAMPLES,
        json_help="JSON Lines: one object per request",
    )
    gateway = made.add_argument_group("gateway parameters (one request for each 200 recipients)")
    to = gateway.add_mutually_exclusive_group(required=True)
    to.add_argument("--to", metavar="NUMBER", action="append", help="recipient; may be given again")
    to.add_argument("--to-file", metavar="FILE", help="recipients, one per line")
    to.add_argument("--to-column", metavar="COLUMN", help="the column of the recipients")
    gateway.add_argument("--max-parts", metavar="N", type=positive, help="refuse what needs more parts; default 3")
    gateway.add_argument(
        "--concatenation", metavar="MODE", choices=_MODES, help="who cuts a long message: auto, gateway, segments"
    )
    add_options(made)
    return made


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    arguments = parser().parse(argv)
    options = given_options(vars(arguments))
    profile = build_profile(options) if options else None
    parameters: dict[str, Any] = {}
    if arguments.max_parts is not None:
        parameters["max_message_parts"] = arguments.max_parts
    if arguments.concatenation is not None:
        parameters["concatenation"] = arguments.concatenation
    messages = arguments.file or (arguments.argument or [STDIN])[0]
    if arguments.to_file == messages == STDIN:
        raise UsageError("standard input holds either the recipients or the messages")
    recipients = arguments.to if arguments.to_file is None else read_recipients(arguments.to_file)
    check_parameters(recipients, parameters, "--to" if arguments.to_file is None else arguments.to_file)
    source = open_input(arguments, surrogates="lone_surrogates" in options)
    job = RequestJob(recipients or [], profile, parameters)
    code = process(job, source, as_json=arguments.json, limit=arguments.limit)
    if job.notes and not arguments.json:
        names = ", ".join(sorted(job.notes))
        complain(f"note: the gateway's documents leave open: {names} (--json tells more)")
    return code


def read_recipients(path: str) -> list[str]:
    """The numbers of a file: a line each, empty ones passed over."""
    lines = open_file(path)
    try:
        numbers = [line.decode("ascii").strip() for line in lines]
    except UnicodeDecodeError:
        raise UsageError(f"{lines.name}:{lines.number}: not a number") from None
    numbers = [number for number in numbers if number]
    if not numbers:
        raise UsageError(f"{lines.name} holds no recipients")
    return numbers


def check_parameters(recipients: list[str] | None, parameters: dict[str, Any], place: str) -> None:
    """Parameters that are wrong for every message are wrong usage, once."""
    try:
        rest.requests("?", recipients or [_NOBODY], **parameters)
    except InvalidParameter as error:
        name = error.parameter.partition("[")[0]
        raise UsageError(f"{place if name == 'to' else _FLAGS.get(name, name)}: {error}") from None
    except InvalidOption as error:
        raise UsageError(f"--{error.option} {error.value!r} is not allowed: {error.allowed}") from None
