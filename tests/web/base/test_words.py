"""The interface is whole in both languages."""

from functools import cache
from pathlib import Path

import pytest

from duibiao.lib import catalogue
from tests import words

PARTS = sorted(path.name for path in words.HOME.iterdir() if (path / "__init__.py").is_file())


@cache
def english() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for po in words.HOME.rglob("locale/en/LC_MESSAGES/*.po"):
        found |= catalogue.read(po)
    return found


@pytest.mark.parametrize("part", PARTS)
def test_every_sentence_of_a_part_is_translated(part: str) -> None:
    paths = [path for path in (*words.templates(), *words.modules()) if path.relative_to(words.HOME).parts[0] == part]
    said = {
        one for path in paths for one in (words.in_template(path) if path.suffix == ".html" else words.in_module(path))
    }
    missing = sorted(one for one in said if words.CHINESE.search(one) and one not in english())
    assert not missing, f"append these to a locale/en/LC_MESSAGES/django.po: {missing}"


def test_no_translation_is_empty_or_chinese() -> None:
    wrong = {
        key: texts
        for key, texts in english().items()
        if key and any(not text or words.CHINESE.search(text) for text in texts)
    }
    assert not wrong


def test_a_translation_keeps_the_places_for_values() -> None:
    def places(text: str) -> set[str]:
        return set(words.re.findall(r"%\(\w+\)[sdg]|%[sd]", text))

    wrong = {key for key, texts in english().items() for text in texts if key and places(text) != places(key)}
    assert not wrong


@pytest.mark.parametrize("path", list(words.templates()), ids=lambda path: path.name)
def test_a_template_has_no_chinese_outside_translations(path: Path) -> None:
    assert not words.bare_in_template(path)


def test_a_catalogue_is_compiled_as_gettext_reads_it(tmp_path: Path) -> None:
    import gettext

    po = tmp_path / "django.po"
    po.write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
        'msgid "%d 天"\nmsgid_plural "%d 天"\nmsgstr[0] "%d day"\nmsgstr[1] "%d days"\n\nmsgctxt "a"\nmsgid "是"\nmsgstr "yes"\n',
        encoding="utf-8",
    )
    with catalogue.compile_file(po).open("rb") as file:
        read = gettext.GNUTranslations(file)
    assert (read.ngettext("%d 天", "%d 天", 1), read.ngettext("%d 天", "%d 天", 2), read.pgettext("a", "是")) == (
        "%d day",
        "%d days",
        "yes",
    )
