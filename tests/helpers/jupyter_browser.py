"""A real Jupyter server with nbgrader's extensions, and a real headless Chromium on it."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from helpers.nbgrader_course import NbgraderCourse

TOKEN = "for-this-test"
WAIT_S = 120
BINARIES = ("chromium", "chromedriver")
# Nothing here may look for the network outside of this machine.
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update --disable-dev-shm-usage "
    "--window-size=1280,1000"
)


def missing_browser() -> str:
    """Return why no browser can be driven here, empty if one can."""
    lacking = [name for name in BINARIES if shutil.which(name) is None]
    return f"needs {' and '.join(lacking)}" if lacking else ""


@contextmanager
def jupyter(course: NbgraderCourse) -> Iterator[str]:
    """Run a Jupyter server in the instructor's folder and yield its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
    words += [f"--port={port}", "--ServerApp.ip=127.0.0.1", "--ServerApp.port_retries=0"]
    words += [f"--IdentityProvider.token={TOKEN}", "--LabApp.news_url="]
    words += ["--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate"]
    log = (course.root / "jupyter.log").open("wb")
    server = subprocess.Popen(
        words, cwd=course.folder, env=course.environment, stdout=log, stderr=subprocess.STDOUT
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/api?token={TOKEN}", server)
        yield address
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        log.close()


def _wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        assert server.poll() is None, "the Jupyter server ended"
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"no Jupyter server within {WAIT_S} s")


class Browser:
    """
    Chromium, with what the tests do in it.

    Args:
        driver: Selenium's driver.
        address: The Jupyter server.
        pictures: Where screenshots go.
    """

    def __init__(self, driver: Any, address: str, pictures: Path) -> None:
        self.driver = driver
        self._address = address
        self._pictures = pictures

    def open(self, path: str) -> None:
        """Go to a page of the server."""
        join = "&" if "?" in path else "?"
        self.driver.get(f"{self._address}/{path}{join}token={TOKEN}")

    def find(self, xpath: str, wait_s: float = WAIT_S) -> Any:
        """Return the first visible element, waiting for it."""
        from selenium.webdriver.support.ui import WebDriverWait

        def visible(driver: Any) -> Any:
            from selenium.common.exceptions import StaleElementReferenceException

            try:
                found = driver.find_elements("xpath", xpath)
                return next((element for element in found if element.is_displayed()), None)
            except StaleElementReferenceException:
                return None

        return WebDriverWait(self.driver, wait_s).until(visible, f"nothing at {xpath}")

    def click(self, xpath: str) -> None:
        """Click the first visible element once it can be clicked."""
        from selenium.common.exceptions import WebDriverException

        end = time.monotonic() + WAIT_S
        while True:
            try:
                self.find(xpath).click()
                return
            except WebDriverException:
                # Jupyter draws anew and puts its splash over everything while it starts.
                if time.monotonic() > end:
                    raise
                time.sleep(0.2)

    def replace_line(self, text: str) -> None:
        """Type *text* in place of the last line of the editor that has the focus."""
        from selenium.webdriver import ActionChains, Keys

        keys = ActionChains(self.driver)
        keys.key_down(Keys.CONTROL).send_keys(Keys.END).key_up(Keys.CONTROL)
        keys.key_down(Keys.SHIFT).send_keys(Keys.HOME).key_up(Keys.SHIFT)
        keys.send_keys(text).perform()

    def picture(self, name: str) -> Path:
        """Save a screenshot."""
        self._pictures.mkdir(parents=True, exist_ok=True)
        path = self._pictures / f"{name}.png"
        self.driver.save_screenshot(str(path))
        return path


@contextmanager
def chromium(
    address: str, pictures: Path, profile: Path, logs: Mapping[str, str] | None = None
) -> Iterator[Browser]:
    """Start Chromium with an empty profile; *logs* names what selenium is to keep of it."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = str(shutil.which("chromium"))
    for flag in FLAGS.split():
        options.add_argument(flag)
    options.add_argument(f"--user-data-dir={profile}")
    options.set_capability("goog:loggingPrefs", dict(logs or {}))
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    driver = webdriver.Chrome(options=options, service=service)
    try:
        yield Browser(driver, address, pictures)
    finally:
        driver.quit()
