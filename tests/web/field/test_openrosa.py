"""ODK Collect's sequence, header by header, against our one door; and what our own page asks beyond it."""

import hashlib
import json
from xml.etree import ElementTree

from django.test import Client

from duibiao.inspections.models import Assignment, Attachment, Submission, Visit
from tests import visiting
from tests.cast import Cast

VERSION = {"X-OpenRosa-Version": "1.0", "User-Agent": "org.odk.collect.android/v2026.1.0 Dalvik/2.1.0"}
BOUNDARY = "d1e7a2b9-6f6c-4c0e-9a43-5f5d1c3b7a10"


def batch(xml: bytes, files: list[tuple[str, bytes]], *, incomplete: bool = False) -> bytes:
    """One request's body as okhttp writes it: the XML in every batch, raw UTF-8 in the names, a flag on all but the last."""
    parts = [_part('name="xml_submission_file"; filename="路段_2026-11-26.xml"', "text/xml; charset=utf-8", xml)]
    if incomplete:
        parts.append(_part('name="*isIncomplete*"', "", b"yes"))
    parts += [_part(f'name="{name}"; filename="{name}"', "image/jpeg", content) for name, content in files]
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def _part(disposition: str, kind: str, content: bytes) -> bytes:
    more = f"Content-Type: {kind}\r\n" if kind else ""
    head = (
        f"--{BOUNDARY}\r\nContent-Disposition: form-data; {disposition}\r\n{more}Content-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n"


def post(client: Client, base: str, body: bytes) -> int:
    response = client.post(
        f"{base}submission?deviceID=collect%3AaBc",
        body,
        content_type=f"multipart/form-data; boundary={BOUNDARY}",
        headers=VERSION,
    )
    assert response["X-OpenRosa-Version"] == "1.0"
    root = ElementTree.fromstring(response.content)
    assert root.tag == "{http://openrosa.org/http/response}OpenRosaResponse"
    return response.status_code


def test_collects_sequence_from_the_list_of_forms_to_the_last_batch(client: Client, cast: Cast) -> None:
    one = visiting.running(cast).assignments.select_related("round__campaign", "site").first()
    assert one is not None
    base = visiting.base(cast)
    listed = client.get(f"{base}formList", headers=VERSION)
    assert listed["Content-Type"].startswith("text/xml")
    space = "{http://openrosa.org/xforms/xformsList}"
    [form] = ElementTree.fromstring(listed.content).findall(f"{space}xform")
    said = {child.tag.removeprefix(space): child.text or "" for child in form}
    assert said["hash"].startswith("md5:")
    text = client.get(said["downloadUrl"], headers=VERSION).content
    assert said["hash"] == "md5:" + hashlib.md5(text, usedforsecurity=False).hexdigest()
    described = ElementTree.fromstring(text)
    data = described.find(".//{http://www.w3.org/2002/xforms}instance/{http://www.w3.org/2002/xforms}data")
    assert data is not None
    assert (data.get("id"), data.get("version")) == (said["formID"], said["version"])
    media = ElementTree.fromstring(client.get(said["manifestUrl"], headers=VERSION).content)
    space = "{http://openrosa.org/xforms/xformsManifest}"
    [file] = media.findall(f"{space}mediaFile")
    sites = client.get(file.findtext(f"{space}downloadUrl") or "", headers=VERSION).content
    assert file.findtext(f"{space}hash") == "md5:" + hashlib.md5(sites, usedforsecurity=False).hexdigest()
    assert f"{one.pk},{one.site.name}" in sites.decode()

    asked = client.head(f"{base}submission?deviceID=collect%3AaBc", headers=VERSION)
    assert asked.status_code == 204
    assert int(asked["X-OpenRosa-Accept-Content-Length"]) <= 10_000_000

    given = visiting.answers(clean={"outcome": "fault", "photo1": "门前垃圾.jpg", "photo2": "二.jpg"})
    xml = visiting.xml(one, given)
    first, second = ("门前垃圾.jpg", visiting.photo()), ("二.jpg", visiting.photo(b"two"))
    assert post(client, base, batch(xml, [first], incomplete=True)) == 201
    assert not Visit.objects.exists()
    assert post(client, base, batch(xml, [second])) == 201
    assert post(client, base, batch(xml, [first], incomplete=True)) == 202  # Collect begins again with the first batch
    assert post(client, base, batch(xml, [second])) == 202
    assert sorted(Attachment.objects.values_list("name", flat=True)) == ["二.jpg", "门前垃圾.jpg"]
    assert (Submission.objects.get().device, Visit.objects.count()) == ("collect:aBc", 1)


def test_a_hundred_photos_with_the_connection_cut_after_each_are_sent_once(client: Client, cast: Cast) -> None:
    """Our page asks what is missing before it sends; so each photo goes over the line once, whatever breaks."""
    rounds = visiting.running(cast, sites=40)
    base, sent = visiting.base(cast), 0
    for one in list(rounds.assignments.select_related("round__campaign"))[:34]:
        names = [f"{one.pk}-{n}.jpg" for n in range(3)]
        photos = {f"photo{n + 1}": name for n, name in enumerate(names)}
        xml = visiting.xml(one, {"clean": {"outcome": "fault", **photos}}, instance=f"uuid:{one.pk}")
        for _attempt in range(4):
            known = states(client, base, f"uuid:{one.pk}", xml)
            missing = known["missing"] if known else names
            if not missing:
                break
            body = batch(xml, [(missing[0], visiting.photo(missing[0].encode()))], incomplete=True)
            assert post(client, base, body) == 201
            sent += 1
    assert sent == 102
    assert Visit.objects.count() == 34


def states(client: Client, base: str, instance: str, xml: bytes) -> dict[str, object]:
    asked = json.dumps({instance: hashlib.sha256(xml).hexdigest()})
    found: dict[str, dict[str, object]] = client.post(f"{base}states", asked, content_type="application/json").json()
    return found.get(instance, {})


def test_the_server_says_what_it_holds_by_hash(client: Client, cast: Cast) -> None:
    one = visiting.running(cast).assignments.select_related("round__campaign").first()
    assert one is not None
    base, xml = (
        visiting.base(cast),
        visiting.xml(one, {"clean": {"outcome": "fault", "photo1": "a.jpg"}}, instance="uuid:q"),
    )
    assert states(client, base, "uuid:q", xml) == {}
    post(client, base, batch(xml, []))
    assert states(client, base, "uuid:q", xml) == {"same": True, "complete": False, "files": {}, "missing": ["a.jpg"]}
    post(client, base, batch(xml, [("a.jpg", visiting.photo())]))
    held = states(client, base, "uuid:q", xml + b" ")
    assert held["complete"]
    assert not held["same"]
    assert held["files"] == {"a.jpg": hashlib.sha256(visiting.photo()).hexdigest()}


def test_a_wrong_key_a_missing_part_and_nonsense_are_said_in_words(client: Client, cast: Cast) -> None:
    base = visiting.base(cast)
    assert client.get("/openrosa/1-00/formList").status_code == 401
    assert client.post(f"{base}submission").status_code == 400
    assert client.post(f"{base}states", "[]", content_type="application/json").status_code == 400
    assert post(client, base, batch(b"<data", [])) == 400


def test_the_page_gets_its_day_and_a_site_that_cannot_be_visited_is_replaced_by_the_draw(
    client: Client, cast: Cast
) -> None:
    made = visiting.running(cast, sites=5, size=2)
    base = visiting.base(cast)
    day = client.get(f"{base}today.json").json()
    assert len(day["sites"]) == 2
    assert {item["code"] for form in day["forms"].values() for item in form["items"]} == {
        "clean",
        "parking",
        "lamps",
        "kerb",
        "sign",
    }
    gone, expected = day["sites"][0]["id"], made.reserves.order_by("position").first()
    assert expected is not None
    said = client.post(f"{base}replace/{gone}", json.dumps({"reason": "gone"}), content_type="application/json").json()
    assert said["name"] == expected.site.name
    assert Assignment.objects.get(pk=gone).reason == "gone"
    assert (
        client.post(
            f"{base}replace/{gone}", json.dumps({"reason": "gone"}), content_type="application/json"
        ).status_code
        == 409
    )
    assert (
        client.post(
            f"{base}replace/{said['id']}", json.dumps({"reason": "lazy"}), content_type="application/json"
        ).status_code
        == 400
    )
