"""What became of stories as JUnit XML, which CI servers read: a file is a test case, a folder its class."""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from pomoshnik.play_report import told
from pomoshnik.results import Played

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0, 2.2"""


def junit(stories: Sequence[Played], seconds: float) -> str:
    """The file; ``seconds`` is how long it took."""
    failures = sum(not played.passed and not played.error for played in stories)
    counts = {"tests": str(len(stories)), "failures": str(failures), "skipped": "0"}
    counts |= {"errors": str(sum(bool(played.error) for played in stories)), "time": f"{seconds:.3f}"}
    suites = Element("testsuites", counts)
    suite = SubElement(suites, "testsuite", {"name": "pomoshnik play", **counts})
    for played in stories:
        _add(suite, played)
    indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(suites, "unicode")}\n'


def _add(suite: Element, played: Played) -> None:
    path = played.story.path
    about = {"classname": path.parent.as_posix(), "name": path.name, "file": path.as_posix()}
    case = SubElement(suite, "testcase", about | {"time": f"{played.seconds:.3f}"})
    if not played.passed:
        kind, first = ("error", played.error) if played.error else ("failure", played.differences[0].difference)
        wrong = SubElement(case, kind, {"message": _clean(first), "type": kind})
        wrong.text = _clean("\n".join(told(played)))


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
