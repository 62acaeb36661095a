"""``smsenc request``: the body that the archived Clickatell REST API takes for a message.

Prints the JSON text of the body exactly as it would be sent; nothing is sent. There is no flag for the
API token, because an argument can be read by every process of the machine: the sender adds the header.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from smsenc import Profile
from smsenc.cli.arguments import command_parser, open_input, positive
from smsenc.cli.exits import UsageError
from smsenc.cli.job import SCHEMA, Job, process
from smsenc.cli.options import add_options, build_profile, given_options
from smsenc.cli.records import Record
from smsenc.gateways import InvalidParameter, Request
from smsenc.gateways.clickatell import rest

__all__ = ["RequestJob", "run"]

_EXAMPLES = """\
  smsenc request --to 27999000001 "Your code is 4711"
  smsenc request --to 27999000001 --to 27999000002 --file messages.txt
  smsenc request --column text --to-column number messages.csv
  smsenc request --to 27999000001 --hex --max-parts 2 0605040B8423F0"""

# Parameters of the gateway module as flags of this command.
_FLAGS = {"to": "--to", "max_message_parts": "--max-parts"}

# A recipient that is in order, to check all other parameters with.
_NOBODY = "27999000001"


class RequestJob(Job[Request]):
    """Builds one request for each message."""

    def __init__(self, recipients: list[str], profile: Profile | None, parameters: dict[str, Any]) -> None:
        self._recipients = recipients
        self._profile = profile
        self._parameters = parameters
        self.notes: set[str] = set()  # identifiers

    def compute(self, record: Record) -> Request:
        recipients = self._recipients if record.recipient is None else [record.recipient]
        request = rest.request(self._content(record), recipients, **self._parameters)
        self.notes.update(note.identifier for note in request.notes)
        return request

    def _content(self, record: Record) -> Any:
        content = record.content
        if self._profile is None:
            return content
        # With encoding options: the gateway module honours a Message or refuses it.
        if isinstance(content, bytes):
            return self._profile.encode_binary(content)
        return self._profile.encode(content)

    def to_dict(self, result: Request) -> dict[str, Any]:
        return {
            "schema": SCHEMA,
            "type": "request",
            "method": result.method,
            "url": result.url,
            "headers": dict(result.headers),
            "body": json.loads(result.content),
            "notes": [
                {"identifier": n.identifier, "parameter": n.parameter, "source": n.source, "text": n.text}
                for n in result.notes
            ],
        }

    def view(self, record: Record, result: Request) -> Iterable[str]:
        return (result.content.decode("ascii"),)

    def rows(self, record: Record, result: Request) -> Iterable[str]:
        return (result.content.decode("ascii"),)


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    parser = command_parser(
        "request",
        "Build the JSON body of the Clickatell REST API per message. Nothing is sent.",
        _EXAMPLES,
        json_help="JSON Lines: method, URL, headers and body",
    )
    gateway = parser.add_argument_group("gateway parameters")
    to = gateway.add_mutually_exclusive_group(required=True)
    to.add_argument("--to", metavar="NUMBER", action="append", help="recipient; may be given again")
    to.add_argument("--to-column", metavar="COLUMN", help="the column that holds the recipient of each row")
    gateway.add_argument("--max-parts", metavar="N", type=positive, help="refuse what needs more parts; default 3")
    add_options(parser)
    arguments = parser.parse_args(argv)
    options = given_options(vars(arguments))
    profile = build_profile(options) if options else None
    parameters: dict[str, Any] = {}
    if arguments.max_parts is not None:
        parameters["max_message_parts"] = arguments.max_parts
    check_parameters(arguments.to, parameters)
    source = open_input(arguments, surrogates="lone_surrogates" in options)
    job = RequestJob(arguments.to or [], profile, parameters)
    code = process(job, source, as_json=arguments.json, limit=arguments.limit)
    if job.notes and not arguments.json:
        names = ", ".join(sorted(job.notes))
        print(f"smsenc: note: the gateway's documents leave open: {names} (--json tells more)", file=sys.stderr)
    return code


def check_parameters(recipients: list[str] | None, parameters: dict[str, Any]) -> None:
    """Parameters that are wrong for every message are wrong usage, once."""
    try:
        rest.request("?", recipients or [_NOBODY], **parameters)
    except InvalidParameter as error:
        name = error.parameter.partition("[")[0]
        raise UsageError(f"{_FLAGS.get(name, name)}: {error}") from None
