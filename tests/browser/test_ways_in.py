"""Readers who come by an organisation's provider, and by a reverse proxy with TLS under a path of its own."""

from __future__ import annotations

import json
import shutil
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import Browser, Page, expect

from tests.chromium import free_port, map_frame, server

pytestmark = pytest.mark.browser
NGINX = shutil.which("nginx") or ("/usr/sbin/nginx" if Path("/usr/sbin/nginx").exists() else None)
ROLES = """
[[roles]]
role = "analyst"
groups = ["svd-analysts"]
[[roles]]
role = "viewer"
groups = ["staff"]
"""
SECRET = "a-secret-of-the-proxy-alone-0123456789"
PROXY = """
way = "proxy"
hosts = ["127.0.0.1"]
[proxy]
secret_file = "secret"
"""
SECRETS = """
[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "a-secret-for-cookies-0123456789-0123456789"
client_id = "dashboard"
client_secret = "x"
server_metadata_url = "{provider}/.well-known/openid-configuration"
expose_tokens = "access"
"""
CONF = """
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
  map $cookie_who $groups {{ ann "staff,svd-analysts"; bob "staff"; default ""; }}
  server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
    location /svd/ {{
      proxy_pass http://127.0.0.1:{behind};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header Upgrade $http_upgrade;
      proxy_set_header Connection $connection_upgrade;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-SVD-Proxy-Secret "{secret}";
      proxy_set_header X-Remote-User $cookie_who;
      proxy_set_header X-Remote-Name "";
      proxy_set_header X-Remote-Groups $groups;
    }}
  }}
}}
"""


@pytest.fixture
def provider() -> Iterator[str]:
    with run_server_in_thread() as running:
        yield f"http://127.0.0.1:{running.server_port}"


def given_groups(provider: str, subject: str, *groups: str) -> None:
    given_claims(provider, subject, "Ann Able", *groups)


def given_claims(provider: str, subject: str, name: str, *groups: str) -> None:
    """From now on the provider says this of somebody."""
    claims = {"name": name, "email": subject, "groups": list(groups)}
    asking = urllib.request.Request(
        f"{provider}/users/{quote(subject)}",
        json.dumps(claims).encode(),
        {"Content-Type": "application/json"},
        method="PUT",
    )
    urllib.request.urlopen(asking, timeout=5).close()


def come_in(page: Page, subject: str) -> None:
    """From the sign-in page to the provider's, and back."""
    page.get_by_role("button", name="Sign in").click()
    page.locator("input[name=sub]").first.fill(subject)
    page.locator("input[name=sub]").first.press("Enter")


def test_a_provider_vouches_for_a_reader_and_may_take_the_role_away(
    chromium: Browser, demonstration_store: Path, tmp_path: Path, provider: str
) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text(
        SECRETS.format(address=address, provider=provider)
    )
    access = tmp_path / "access.toml"
    way = 'way = "oidc"\nhosts = ["127.0.0.1"]\n[sessions]\nrecheck_seconds = 1\n'
    access.write_text(way + ROLES)
    given_groups(provider, "ann@example.uk", "svd-analysts")
    environment = {"HOME": str(tmp_path), "SVD_ACCESS": str(access)}
    with server(demonstration_store, environment=environment, port=port):
        window = chromium.new_context(viewport={"width": 1920, "height": 1080})
        page = window.new_page()
        page.goto(address)
        expect(page.locator("h1")).to_have_text("Sign in", timeout=60_000)
        assert "Swindon" not in page.inner_text("body")
        assert window.request.get(f"{address}/assets/styles.css").status == 401
        come_in(page, "ann@example.uk")
        expect(page.locator("h1")).to_have_text("Briefing", timeout=60_000)
        expect(page.get_by_text("Ann Able · analyst")).to_be_visible()
        map_frame(page)
        time.sleep(1.2)
        given_groups(provider, "ann@example.uk", "strangers")
        page.get_by_role("button", name="Points", exact=True).click()
        expect(page.get_by_text("have no role here")).to_be_visible(timeout=30_000)
        assert "offences" not in page.inner_text("[data-testid=stMain]")
        given_groups(provider, "ann@example.uk", "staff")
        time.sleep(1.2)
        page.reload()
        expect(page.get_by_text("Ann Able · viewer")).to_be_visible(timeout=60_000)
        page.get_by_role("button", name="Sign out").click()
        # the provider is told, too, and asks whether it shall end its own session
        expect(page.locator("h1")).to_have_text("End Session", timeout=60_000)
        page.goto(address)
        expect(page.locator("h1")).to_have_text("Sign in", timeout=60_000)
        window.close()


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[tuple[int, int]]:
    """An nginx with TLS before a port that a dashboard is to listen on; its own port, and that."""
    if NGINX is None:
        pytest.skip("nginx is not installed: a reverse proxy is not tried.")
    port, behind = free_port(), free_port()
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-keyout",
            "key.pem",
            "-out",
            "cert.pem",
            "-subj",
            "/CN=127.0.0.1",
        ],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    conf = CONF.format(folder=tmp_path, port=port, behind=behind, secret=SECRET)
    (tmp_path / "nginx.conf").write_text(conf)
    command = [NGINX, "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"), "-g", "daemon off;"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    yield port, behind
    process.terminate()
    process.wait(10)


def asked(address: str, **headers: str) -> tuple[int, str]:
    """Status and text of an answer, whatever its certificate."""
    unchecked = ssl.create_default_context()
    unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
    asking = urllib.request.Request(address, headers={"Accept": "text/html", **headers})
    try:
        with urllib.request.urlopen(asking, timeout=10, context=unchecked) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as problem:
        return problem.code, problem.read().decode()


def test_a_proxy_with_tls_under_a_path_says_who_comes_and_nobody_else_does(
    chromium: Browser, demonstration_store: Path, tmp_path: Path, nginx: tuple[int, int]
) -> None:
    port, behind = nginx
    (tmp_path / "secret").write_text(SECRET)
    access = tmp_path / "access.toml"
    access.write_text(PROXY + ROLES)
    outside, inside = f"https://127.0.0.1:{port}/svd", f"http://127.0.0.1:{behind}/svd"
    with server(
        demonstration_store,
        "--base-path",
        "svd",
        environment={"SVD_ACCESS": str(access)},
        port=behind,
    ):
        forged = {"X-Remote-User": "ann", "X-Remote-Groups": "svd-analysts"}
        for address, headers in (
            (outside, {}),
            (outside, forged),
            (outside, {**forged, "X-SVD-Proxy-Secret": SECRET}),
            (outside, {"X-SVD-Session": "x"}),
            (inside, forged),
            (inside, {**forged, "X-Forwarded-For": "127.0.0.1"}),
            (inside, {**forged, "X-SVD-Proxy-Secret": SECRET[:-1]}),
        ):
            status, text = asked(f"{address}/", **headers)
            assert status in (401, 403) and "<h1>Sign in</h1>" in text
        window = chromium.new_context(
            viewport={"width": 1920, "height": 1080}, ignore_https_errors=True
        )
        window.add_cookies([{"name": "who", "value": "ann", "url": f"https://127.0.0.1:{port}"}])
        page = window.new_page()
        page.goto(f"{outside}/wards")
        expect(page.locator("h1")).to_have_text("Wards", timeout=60_000)
        expect(page.get_by_text("ann · analyst")).to_be_visible()
        map_frame(page)
        cookies = {cookie["name"]: cookie for cookie in window.cookies()}
        held = cookies[f"svd_session_{behind}"]
        assert held["secure"] and held["httpOnly"] and held["path"] == "/svd"
        window.close()
