"""Our pages in a real Chromium: what a reader does, at desktop and phone width, in the dark and in print, by keyboard."""

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from catalog.site.server import command

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
PAGES = ["/", "/plots", "/systems", "/systems/koksan-m1978", "/compare?s=koksan-m1978&s=2s7m-malka", "/rank", "/events?kind=loss", "/events/2024-10-08-240mm-test", "/sources?kind=state-media", "/coverage?page=2", "/sources/yonhap",
         "/properties", "/search?q=Koksan", "/download", "/about"]  # fmt: skip


def _browser_path():
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if path := shutil.which(name):
            return path
    if os.environ.get("CI"):
        pytest.fail("no Chromium: scripts/test installs Debian's when it runs as root on Debian")
    pytest.skip("no Chromium or Chrome on this machine; scripts/test installs Debian's when it runs as root on Debian")
    return None


@pytest.fixture(scope="module")
def address(real_database):
    """A server of its own process on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        command(real_database, "127.0.0.1", port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(150):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/about").read()
            break
        except OSError:
            time.sleep(0.2)
    yield f"http://127.0.0.1:{port}"
    server.terminate()
    server.wait()


@pytest.fixture(scope="module")
def browser():
    path = _browser_path()
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=FLAGS, headless=True)
        yield found
        found.close()


@pytest.fixture()
def page(browser, address):
    """A page whose console errors, page errors and requests to elsewhere must be none at the end."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, base_url=address)
    found = context.new_page()
    faults = []
    found.on("console", lambda message: faults.append(message.text) if message.type in ("error", "warning") else None)
    found.on("pageerror", lambda error: faults.append(str(error)))
    found.on("request", lambda request: faults.append(request.url) if not request.url.startswith(address) else None)
    yield found
    context.close()
    assert faults == []


@pytest.mark.parametrize("path", PAGES)
def test_no_page_breaks_a_rule_of_accessibility(page, path):
    page.goto(path)
    result = Axe().run(page, options=RULES)
    assert result.violations_count == 0, result.generate_report()


def test_a_claims_page_is_accessible_too(page):
    page.goto("/systems/koksan-m1978")
    page.locator("section.spec details summary").first.click()
    page.get_by_role("link", name="cite claim").first.click()
    expect(page.locator("pre")).to_have_count(3)
    result = Axe().run(page, options=RULES)
    assert result.violations_count == 0, result.generate_report()


OFF_THEIR_TICKS = """() => [...document.querySelectorAll('.scale')].flatMap((scale) => {
  const bar = scale.closest('table, section').querySelector('svg.bar').getBoundingClientRect();
  const lines = [...scale.closest('table, section').querySelector('svg.bar').querySelectorAll('.grid')];
  return [...scale.querySelectorAll('span')].map((label, n) => {
    const box = label.getBoundingClientRect(), tick = bar.left + bar.width * lines[n].getAttribute('x1') / 100;
    const at = Number(lines[n].getAttribute('x1')) > 96 ? box.right : (box.left + box.right) / 2;
    return Math.abs(at - tick) > 1 + bar.width / 100 ? `${label.textContent}: ${at} for ${tick}` : null;
  }).filter((fault) => fault);
})"""


@pytest.mark.parametrize("width", [390, 1200])
@pytest.mark.parametrize(
    "path", ["/", "/systems", "/systems/koksan-m1978", "/compare?s=koksan-m1978&s=caesar", "/rank"]
)
def test_the_labels_of_an_axis_stand_at_their_ticks(page, path, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)
    expect(page.locator(".scale span").first).to_be_visible()
    assert page.evaluate(OFF_THEIR_TICKS) == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phones_need_no_sideways_scroll(page, path, scheme):
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_dark_pages_keep_their_contrast(page):
    page.emulate_media(color_scheme="dark")
    page.goto("/systems/koksan-m1978")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(21, 24, 26)"
    result = Axe().run(page, options=RULES)
    assert result.violations_count == 0, result.generate_report()


def test_print_leaves_the_furniture_out(page):
    page.goto("/systems/koksan-m1978")
    page.emulate_media(media="print")
    assert not page.locator("header.top").is_visible()
    assert page.locator("h1").is_visible()


def test_a_reader_finds_a_system_and_follows_a_figure_to_its_source(page):
    page.goto("/")
    page.get_by_label("Find a system").fill("곡산")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="M1978 Koksan").first.click()
    expect(page.locator("h1")).to_have_text("M1978 Koksan")
    claims = page.locator("section.spec details", has_text="Yonhap News Agency").first
    claims.locator("summary").click()
    claims.get_by_role("link", name="Yonhap News Agency").first.click()
    expect(page.locator("h1")).to_have_text("Yonhap News Agency")


def test_two_systems_are_compared_and_units_switched(page):
    page.goto("/compare")
    page.get_by_label("Compare", exact=True).fill("Koksan M1978")
    page.get_by_label("with").fill("2S7M Malka")
    page.get_by_role("main").get_by_role("button", name="Compare").click()
    verdict = page.locator(".verdicts li").first
    expect(verdict).to_have_text(re.compile(r"^\s*M1978 Koksan outranges 2S7M Malka"))
    page.get_by_role("link", name="imperial").click()
    expect(verdict).to_contain_text(" mi")
    page.get_by_role("link", name="leave out 2S7M Malka").click()
    expect(page.locator(".chosen li")).to_have_count(1)


def test_the_choice_of_units_is_remembered_without_a_cookie(page):
    page.goto("/systems/koksan-m1978")
    page.get_by_role("link", name="nautical").click()
    page.wait_for_url("**units=nautical*")
    page.goto("/systems?class=self-propelled-gun")
    assert "units=nautical" in page.get_by_role("link", name="M1978 Koksan").get_attribute("href")
    assert page.context.cookies() == []


def test_compare_works_by_keyboard_alone(page):
    page.goto("/compare")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("koksan-m1978")
    page.keyboard.press("Tab")
    page.keyboard.type("archer")
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare?s=koksan-m1978&s=archer*")
    expect(page.locator("table.chart").nth(1)).to_be_attached()


def test_a_link_to_a_claim_opens_it(page):
    page.goto("/systems/koksan-m1978")
    target = page.locator("li[id^=claim-]").first.get_attribute("id")
    page.goto(f"/systems/koksan-m1978?x=1#{target}")
    expect(page.locator(f"#{target}")).to_be_visible()


def test_pages_work_without_script(browser, address):
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/compare?s=koksan-m1978&s=2s7m-malka")
    assert page.locator(".verdicts li").count() > 1
    page.locator("details summary").first.click()
    expect(page.locator("details[open] li").first).to_be_visible()
    context.close()
