"""access.toml: what it says is what holds, and whatever is wrong in it is refused by name, with nobody let in."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from geo.core.errors import DataProblem
from loaders.access_file import LOOPBACK, Access, Proxy, Rule, read_access

OIDC = """
way = "oidc"
hosts = ["Violence.Example.uk"]

[sessions]
idle_minutes = 20
hours = 8
most = 50
recheck_seconds = 30

[oidc]
groups = "realm_access.roles"

[[roles]]
role = "analyst"
groups = ["svd-analysts", "svd-research"]

[[roles]]
role = "executive"
groups = ["csp-south"]

[users]
svd = "administrator"
"""
PROXY = """
way = "proxy"
hosts = ["violence.example.uk"]
[proxy]
secret_file = "secret"
subject = "X-Remote-User"
[[roles]]
role = "viewer"
groups = ["staff"]
"""


def written(folder: Path, text: str, secret: str = "s" * 32) -> Path:
    (folder / "secret").write_text(secret + "\n")
    path = folder / "access.toml"
    path.write_text(text)
    return path


def test_without_a_file_it_is_a_laptop_and_its_user_an_administrator(tmp_path: Path) -> None:
    access = read_access(tmp_path / "access.toml")
    assert access == Access() and access.hosts == LOOPBACK
    assert access.user_role("anybody") == "administrator"


def test_everything_a_file_may_say_holds(tmp_path: Path) -> None:
    access = read_access(written(tmp_path, OIDC))
    assert access.way == "oidc" and access.hosts == ("violence.example.uk",)
    assert (access.idle, access.longest) == (timedelta(minutes=20), timedelta(hours=8))
    assert access.most == 50 and access.recheck == timedelta(seconds=30)
    assert access.claims.groups == "realm_access.roles" and access.claims.subject == "sub"
    assert access.role_of(("other", "svd-research")) == Rule(
        "analyst", ("svd-analysts", "svd-research")
    )
    assert access.role_of(("csp-south",)) == Rule("executive", ("csp-south",))
    assert access.role_of(()) is None and access.role_of(("SVD-ANALYSTS",)) is None
    assert access.user_role("svd") == "administrator" and access.user_role("other") is None


def test_the_first_rule_that_fits_decides(tmp_path: Path) -> None:
    access = read_access(written(tmp_path, OIDC))
    rule = access.role_of(("csp-south", "svd-analysts"))
    assert rule is not None and rule.role == "analyst"


def test_a_proxy_has_a_secret_and_its_headers_are_lower_case(tmp_path: Path) -> None:
    assert read_access(written(tmp_path, PROXY)).proxy == Proxy("s" * 32, subject="x-remote-user")


def test_a_laptop_with_named_users_gives_others_no_role(tmp_path: Path) -> None:
    access = read_access(written(tmp_path, '[users]\nann = "executive"\n'))
    assert access.user_role("ann") == "executive" and access.user_role("bob") is None


def test_open_to_all_is_said_outright(tmp_path: Path) -> None:
    assert read_access(written(tmp_path, "public = true\n")).way == "public"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (OIDC.replace('"analyst"', '"superuser"'), "roles, part 1, role"),
        (OIDC.replace('svd = "administrator"', 'svd = "root"'), "users, svd"),
        (OIDC.replace('svd = "administrator"', 'svd = "visitor"'), "users, svd"),
        (OIDC.replace('groups = ["csp-south"]', ""), "roles, part 2, groups"),
        (OIDC.replace('groups = ["csp-south"]', 'groups = "csp-south"'), "roles, part 2, groups"),
        (OIDC.replace('hosts = ["Violence.Example.uk"]', ""), "hosts"),
        (OIDC.replace("most = 50", "most = 0"), "sessions, most"),
        (OIDC.replace("most = 50", "most = true"), "sessions, most"),
        (OIDC.replace("idle_minutes", "idle"), "sessions, idle"),
        (OIDC.replace("[sessions]", "[session]"), "session"),
        (OIDC.replace('way = "oidc"', 'way = "saml"'), "way"),
        (OIDC.split("[[roles]]")[0], "roles"),
        ('hosts = ["example.uk"]\n', "hosts"),
        ('way = "public"\n', "public"),
        ('way = "laptop"\npublic = true\n', "public"),
        (PROXY.replace('secret_file = "secret"\n', ""), "proxy, secret_file"),
        (PROXY.replace('"secret"', '"elsewhere"'), "proxy, secret_file"),
        (PROXY.replace("[proxy]", "[[proxy]]"), "proxy"),
        ('[roles]\nrole = "analyst"\n', "roles"),
        ("users = 3\n", "users"),
    ],
)
def test_whatever_is_wrong_is_named_and_nobody_is_let_in(
    text: str, names: str, tmp_path: Path
) -> None:
    with pytest.raises(DataProblem) as problem:
        read_access(written(tmp_path, text))
    assert problem.value.wrong == f"access.toml cannot be used: {names} is wrong."
    assert problem.value.stands == "Nobody is let in."


def test_a_role_nobody_knows_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="There is no role “superuser”. Roles are viewer, "):
        read_access(written(tmp_path, OIDC.replace('"analyst"', '"superuser"')))


def test_a_short_secret_and_what_is_no_toml_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataProblem, match="The secret has 8 characters"):
        read_access(written(tmp_path, PROXY, secret="12345678"))
    with pytest.raises(DataProblem, match="is not TOML"):
        read_access(written(tmp_path, "way = oidc"))
    with pytest.raises(DataProblem, match="cannot be read"):
        read_access(tmp_path)


def test_a_file_that_is_named_and_not_there_lets_nobody_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SVD_ACCESS", str(tmp_path / "gone.toml"))
    with pytest.raises(DataProblem, match="is not there"):
        read_access(tmp_path / "gone.toml")
