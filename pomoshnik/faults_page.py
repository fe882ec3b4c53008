"""docs/faults.md, made of the faults themselves: ``python -m pomoshnik.faults_page``."""

import json
from collections.abc import Iterator
from typing import Any

import msgspec

from simulator.trouble.faults import Faults
from simulator.trouble.profiles import FOLDER, profiles

HEAD = f"""\
# Faults

Made by `make docs` of `simulator/trouble/faults.py`. The simulator can be as bad as real networks are. Faults are set

- on its page, by sliders;
- by its API: `PUT /api/faults` takes the JSON below, and what is left out does not go wrong; `GET /api/faults` gives
  what is set, `GET /api/faults/schema` its JSON Schema, `GET /api/profiles` the profiles by name;
- at its start: `pomoshnik simulator --faults NAME`, a profile, or the name of a file of such JSON; `pomoshnik demo
  --faults NAME` likewise.

They act at once, also on links that are up, and end so. What is wrong is answered with 400 (at the start: exit status
2) and a line that names the field, and nothing is set. Without faults links go their quick way.

All accidents come of the seed: the same seed and the same traffic give the same ones. Each link and each phone has its
own, links counted from when the faults were set; how often one kind has come up there says what comes next, so one
fault does not change the accidents of another. To begin anew, set the same faults again. Drops are counted in time:
which message one hits depends on how fast the messages come.

    {json.dumps({"seed": 7, "throttle": {"rate": 50}, "errors": {"by_status": {"RSYSERR": 0.05}}})}

A chance is 0 to 1. A status is a name, `RTHROTTLED`, or a number, `0x58`. Messages of ESMEs are submit_sm, data_sm and
submit_multi, pages of USSD too. Of several refusals the first counts: full queue, throttle, number, chance."""

ALIKE = {
    "pace": "What a slow link has not read or written yet goes on at once when that is over.",
    "links": "A half-open link reads nothing, and closes for nothing; what came is read when that is over. "
    "A drop closes without unbind.",
    "deliveries": "What a phone does by USSD never goes again. A link that ended with unbind did not die.",
    "coding": "A coding that makes no sense for a text is left: UCS-2 has no octets swapped that it has not. USSD is "
    "not touched.",
    "numbers": "Others than eleven digits with a 7 are left. A phone is answered under its own number.",
    "malformed": "`bad_length`, `endless`, `too_short` and `garbage` lose the stream: an ESME has to close the link. "
    "The other kinds can be lived with, but what a PDU so malformed said is lost.",
    "enquiries": "Responses to a flood are not waited for.",
}
"""What more there is to say of a group."""

PROFILES = {
    "none": "nothing goes wrong",
    "busy-evening": "responses slow down, too much is throttled, queues are full now and then",
    "rough-roaming": "a network far away: slow, late, parts of long messages out of order, doubled, or missing",
    "maintenance": "links drop or never live, binds are refused, messages come again",
    "stubborn-smsc": "an SMSC that writes what is no SMPP, forgets responses, asks all the time and does not answer",
    "russian-smsc": "codings, numbers and shapes of messages as engineers in Russia have met them",
    "full-queue": "no message is taken any more",
    "slow-lines": "lines of 16 kbit/s, and an SMSC that takes its time",
}
"""What each is for."""


def faults_page() -> str:
    """The page, in Markdown."""
    schema = msgspec.json.schema(Faults)
    groups = schema["$defs"]["Faults"]["properties"]
    sections = [line for name in groups if name != "seed" for line in _section(name, schema["$defs"], groups[name])]
    return "\n".join([HEAD, *sections, *_profiles(), ""])


def _section(name: str, definitions: dict[str, Any], group: dict[str, Any]) -> Iterator[str]:
    [reference] = [one for one in (group, *group.get("anyOf", ())) if "$ref" in one]
    definition = definitions[reference["$ref"].rpartition("/")[2]]
    yield f"\n## {name}\n\n{' '.join(filter(None, (definition['description'], ALIKE.get(name, ''))))}\n"
    yield "| fault | default | allowed | what |\n|---|---|---|---|"
    for field, schema in definition["properties"].items():
        default = json.dumps(schema["default"])
        yield f"| `{field}` | `{default}` | {_allowed(schema)} | {schema.get('description', '')} |"


def _allowed(schema: dict[str, Any]) -> str:
    match schema:
        case {"minimum": least, "maximum": most}:
            return f"{least:g} to {most:g}" if most < 1_000_000 else f"{least:g} to {most:,}".replace(",", " ")
        case {"enum": words}:
            return ", ".join(f"`{word}`" for word in words)
        case {"type": "boolean"}:
            return "`true`, `false`"
        case {"type": "object", "additionalProperties": {"maximum": _}}:
            return "statuses with chances"
        case {"type": "object"}:
            return "digits with statuses"
    return "a status"


def _profiles() -> Iterator[str]:
    yield f"\n## Profiles\n\nEach is a file in `simulator/trouble/{FOLDER}/`; one more is one more file there.\n"
    yield "| name | what it is like |\n|---|---|"
    for name in profiles():
        yield f"| `{name}` | {PROFILES[name]} |"


if __name__ == "__main__":
    print(faults_page(), end="")
