"""What must never stand in a tracked file. The patterns are put together here so that this file does not hold them."""

import re

import pytest

from tests.repo.tracked import named, text_of, tracked

SLASH = "/"
HOSTS = ("py" + "pi.org", "python" + "hosted", "npm" + "js", "npm" + "mirror", "deb." + "debian", "pypi.tuna" + ".")
MACHINES = tuple(SLASH + folder + SLASH for folder in ("work", "root", "tmp/studio", "home/[a-z]+"))
WRITERS = (
    r"\b(?:clau" + r"de|chat" + r"gpt|copi" + r"lot|anth" + r"ropic|open" + r"ai|ge" + r"mini)\b",
    r"\blanguage mo" + r"del|大语言" + r"模型|大" + r"模型|智" + r"能体",
    r"\bAI[- ](?:gen" + r"erated|ass" + r"istant|ag" + r"ent)|\bfarm-" + r"studio",
)
FORBIDDEN = {
    "a package registry's host": re.compile("|".join(re.escape(host) for host in HOSTS), re.IGNORECASE),
    "a path of one machine": re.compile(r"(?<![\w.:/])(?:" + "|".join(MACHINES) + ")"),
    "a word about how the work was written": re.compile("|".join(WRITERS), re.IGNORECASE),
}


def found(pattern: re.Pattern[str]) -> list[str]:
    lines = ((path, at, line) for path in tracked() for at, line in enumerate(text_of(path).splitlines(), 1))
    return [f"{named(path, at)}: {line.strip()[:120]}" for path, at, line in lines if pattern.search(line)]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_names(what: str) -> None:
    assert found(FORBIDDEN[what]) == []


@pytest.mark.parametrize("host", HOSTS)
def test_the_patterns_do_find_a_host(host: str) -> None:
    assert FORBIDDEN["a package registry's host"].search(f"https:{SLASH * 2}{host}x")


def test_the_patterns_do_find_a_path() -> None:
    pattern = FORBIDDEN["a path of one machine"]
    assert pattern.search('open("' + SLASH + "root" + SLASH + 'x")')
    assert not pattern.search("https:" + SLASH * 2 + "example.org" + SLASH + "work" + SLASH)


def test_no_conflict_is_left_in_a_file() -> None:
    assert found(re.compile("^(?:<{7} |>{7} )")) == []
