"""``smsenc request``: the body that the archived Clickatell REST API takes for a message.

Prints the JSON text of the body exactly as it would be sent; nothing is sent. There is no flag for the
API token, because an argument can be read by every process of the machine: the sender adds the header.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from smsenc import Error, Profile
from smsenc.gateways import InvalidParameter
from smsenc.gateways.clickatell import rest

from ..arguments import command_parser, open_input, positive
from ..exits import UsageError
from ..job import Job, process
from ..options import build_profile, given_options
from ..records import Record

__all__ = ["RequestJob", "run"]

_EXAMPLES = """\
  smsenc request --to 27999000001 "Your code is 4711"
  smsenc request --to 27999000001 --to 27999000002 --file messages.txt
  smsenc request --column text --to-column number messages.csv
  smsenc request --to 27999000001 --hex --max-parts 2 0605040B8423F0"""

# Parameters of the gateway as flags of this command: what the document names, what the user typed.
_FLAGS = {"to": "--to", "max_message_parts": "--max-parts", "maxMessageParts": "--max-parts"}


class RequestJob(Job["rest.Request"]):
    """Builds one request for each message."""

    def __init__(
        self, recipients: list[str] | None, profile: Profile | None, parameters: dict[str, Any]
    ) -> None:
        self._recipients = recipients
        self._profile = profile
        self._parameters = parameters

    def compute(self, record: Record) -> rest.Request:
        recipients = self._recipients if record.recipient is None else [record.recipient]
        assert recipients is not None  # the command demands --to or --to-column
        return rest.request(self._content(record), recipients, **self._parameters)

    def _content(self, record: Record) -> Any:
        content = record.content
        assert content is not None  # a record without content has a fault and comes not here
        if self._profile is None:
            return content
        # With encoding options: the gateway module honours a Message or refuses it.
        if isinstance(content, bytes):
            return self._profile.encode_binary(content)
        return self._profile.encode(content)

    def to_dict(self, result: rest.Request) -> dict[str, Any]:
        return {
            "method": result.method,
            "url": result.url,
            "headers": dict(result.headers),
            "body": json.loads(result.content),
        }

    def view(self, record: Record, result: rest.Request) -> Iterable[str]:
        return (result.content.decode("ascii"),)

    def rows(self, record: Record, result: rest.Request) -> Iterable[str]:
        return (result.content.decode("ascii"),)


def run(argv: Sequence[str]) -> int:
    """Run the command."""
    parser = command_parser(
        "request",
        "Build the JSON body of the Clickatell REST API for each message, one per line. Nothing is sent.",
        _EXAMPLES,
        json_help="JSON Lines: method, URL, headers and body",
    )
    gateway = parser.add_argument_group("gateway parameters")
    to = gateway.add_mutually_exclusive_group(required=True)
    to.add_argument("--to", metavar="NUMBER", action="append", help="recipient; may be given again")
    to.add_argument("--to-column", metavar="COLUMN", help="the column that holds the recipient of each row")
    gateway.add_argument(
        "--max-parts", metavar="N", type=positive, help="refuse what needs more parts; default 3"
    )
    arguments = parser.parse_args(argv)
    options = given_options(vars(arguments))
    profile = build_profile(options) if options else None
    parameters: dict[str, Any] = {}
    if arguments.max_parts is not None:
        parameters["max_message_parts"] = arguments.max_parts
    check_parameters(arguments.to, parameters)
    source = open_input(arguments, surrogates="lone_surrogates" in options)
    return process(
        RequestJob(arguments.to, profile, parameters), source, as_json=arguments.json, limit=arguments.limit
    )


def check_parameters(recipients: list[str] | None, parameters: dict[str, Any]) -> None:
    """Parameters that are wrong for every message are wrong usage, once."""
    try:
        rest.request("?", recipients or ["1"], **parameters)
    except InvalidParameter as error:
        if error.parameter == "to" and recipients is None:
            return
        raise UsageError(f"{_FLAGS.get(error.parameter, error.parameter)}: {error}") from None
    except Error as error:
        raise UsageError(str(error)) from None
