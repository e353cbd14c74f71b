"""The same table by what a served dashboard sends over the network, to readers who come in by each of the ways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from oidc_provider_mock import run_server_in_thread

from loaders.permissions import ROLES, Role
from tests import planted_world as world
from tests.chromium import free_port, server
from tests.pages.test_matrix import ADDRESSES, EVERY_VIEW, Address, Sent, differences
from tests.wire import PROVIDED, Door

WAYS: dict[str, tuple[Role, ...]] = {
    "proxy": ("viewer", "executive", "analyst"),
    "laptop": ("executive",),
    "oidc": ("viewer",),
    "public": ("visitor",),
}
EVERY_WAY: dict[str, tuple[Role, ...]] = {
    way: ROLES[:1] if way == "public" else ROLES[1:] for way in WAYS
}


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """One dashboard, whose access file is written anew for each way; and a provider."""
    root = tmp_path_factory.mktemp("wire")
    store, port, access = world.build(root), free_port(), root / "access.toml"
    with run_server_in_thread() as running:
        provider = f"http://127.0.0.1:{running.server_port}"
        door = Door(port, access, provider)
        (root / ".streamlit").mkdir()
        (root / ".streamlit" / "secrets.toml").write_text(
            PROVIDED.format(address=door.address, provider=provider), encoding="utf-8"
        )
        door.open_by("proxy", "viewer")
        environment = {"HOME": str(root), "SVD_ACCESS": str(access)}
        with server(store, environment=environment, port=port):
            yield door


def sent_over_the_wire(
    door: Door, way: str, role: Role, addresses: tuple[Address, ...] = ADDRESSES
) -> Sent:
    """What a client who came in so was sent, every byte of messages and files."""
    client, sent = door.come_in(way, role), Sent()
    for page, address in addresses:
        named = {
            {"first": "from", "last": "to"}.get(name, name): value
            for name, value in address.items()
        }
        received = client.opened(page, named)
        assert not received.closed and len(received.elements) > 5, (way, role, page)
        sent.add_all(page, received.elements, [])
        sent.text += "\n".join(data.decode("utf-8", "replace") for data in received.data)
        sent.forms += received.forms
        assert set(received.links.values()) <= {200}
        sent.files += len(received.links)
    return sent


@pytest.mark.parametrize("way", WAYS)
def test_by_each_way_in_a_role_is_sent_what_the_table_says(door: Door, way: str) -> None:
    wrong = []
    for role in WAYS[way]:
        sent = sent_over_the_wire(door, way, role)
        wrong += [f"{way}, {line}" for line in differences(role, sent)]
    assert wrong == []


def test_a_link_to_a_file_serves_nobody_but_whom_it_was_sent_to(door: Door) -> None:
    address = {"source": world.SOURCE, "from": "2022-04", "to": "2022-06", "layers": "points"}
    analyst, viewer = door.come_in("proxy", "analyst"), door.come_in("proxy", "viewer")
    received = analyst.opened("wards", address, other=viewer)
    assert set(received.links.values()) == {200} and received.elsewhere == {404}


@pytest.mark.prove
@pytest.mark.parametrize("way", EVERY_WAY)
def test_every_role_by_each_way_in(door: Door, way: str) -> None:
    wrong = []
    for role in EVERY_WAY[way]:
        sent = sent_over_the_wire(door, way, role, EVERY_VIEW)
        wrong += [f"{way}, {line}" for line in differences(role, sent)]
    assert wrong == []
