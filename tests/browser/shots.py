"""Takes the documentation's pictures again: `python3 dev.py shots`, from a running site (`--url`, default the demonstration).

A part that has pages adds its lines to SHOTS: name, who is logged in, address.
"""

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.makers import PASSWORD

PICTURES = Path(__file__).parents[2] / "docs" / "tutorial" / "pictures"
SIZES = {"": (1280, 800), "-phone": (390, 844)}
#: name, account ("" for nobody), address
SHOTS: list[tuple[str, str, str]] = [
    ("log-in", "", "/account/login/"),
    ("office-home", "lin", "/office/"),
    ("office-units", "lin", "/office/units/"),
    ("office-groups", "lin", "/office/groups/"),
    ("office-areas", "lin", "/office/areas/"),
    ("unit-home", "wang", "/unit/"),
    ("leader-home", "zhou", "/leader/"),
]


def take(browser: Browser, url: str, folder: Path, password: str) -> None:
    for suffix, (width, height) in SIZES.items():
        for account in dict.fromkeys(account for _name, account, _address in SHOTS):
            page = browser.new_page(viewport={"width": width, "height": height}, base_url=url, locale="zh-CN")
            if account:
                page.goto("/account/login/")
                page.fill("[name=login]", account)
                page.fill("[name=password]", password)
                page.press("[name=password]", "Enter")
                page.wait_for_url(lambda address: "/account/login/" not in address)
            for name, _account, address in (shot for shot in SHOTS if shot[1] == account):
                page.goto(address)
                page.wait_for_load_state("networkidle")
                page.screenshot(path=folder / f"{name}{suffix}.png")
            page.context.close() if account else page.close()


def main() -> None:
    asked = argparse.ArgumentParser(prog="shots")
    asked.add_argument("--url", default="http://127.0.0.1:8000")
    asked.add_argument("--folder", type=Path, default=PICTURES)
    asked.add_argument("--password", default=PASSWORD)
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        take(browser, given.url, given.folder, given.password)
        browser.close()


if __name__ == "__main__":
    main()
