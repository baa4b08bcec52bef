"""Takes the screenshots in docs/screenshots from the site as it is, at desktop and phone width."""

from __future__ import annotations

import shutil
import subprocess
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

from catalog.cli.fresh import open_fresh
from catalog.query.home import database
from catalog.site.server import command

TARGET = Path(__file__).parents[1] / "docs" / "screenshots"
PORT = 8191
PAGES = {
    "home": "/",
    "system": "/systems/koksan-m1978",
    "compare": "/compare?s=koksan-m1978&s=2s7m-malka&spec=range",
    "events": "/events?kind=loss",
}
WIDTHS = {"desktop": (1200, 900), "phone": (390, 844)}


def main() -> None:
    """Serves the catalog, visits the pages, writes the pictures."""
    open_fresh().close()
    server = subprocess.Popen(
        command(Path(database()), "127.0.0.1", PORT), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/about").read()
                break
            except OSError:
                time.sleep(0.2)
        _visit()
    finally:
        server.terminate()


def _visit() -> None:
    TARGET.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for width, (across, down) in WIDTHS.items():
            context = browser.new_context(
                viewport={"width": across, "height": down}, base_url=f"http://127.0.0.1:{PORT}"
            )
            for name, path in PAGES.items():
                page = context.new_page()
                page.goto(path)
                page.screenshot(path=TARGET / f"{name}-{width}.png")
        browser.close()


if __name__ == "__main__":
    main()
