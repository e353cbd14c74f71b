"""The same table by what a served dashboard sends over the network, to readers who come in by each of the ways."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from oidc_provider_mock import run_server_in_thread

from loaders.permissions import ROLES, Role
from tests import planted_world as world
from tests.chromium import free_port, server
from tests.pages.test_matrix import ADDRESSES, Address, Sent, differences
from tests.wire import PROVIDED, Door

WAYS: dict[str, tuple[Role, ...]] = {
    "proxy": ("viewer", "executive", "commander", "analyst"),
    "laptop": ("executive", "administrator"),
    "oidc": ("viewer", "coordinator"),
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
) -> tuple[Sent, set[str]]:
    """What a client who came in so was sent, every byte of messages and files; and the links to files."""
    client, sent, links = door.come_in(way, role), Sent(), set[str]()
    for page, address in addresses:
        named = {
            {"first": "from", "last": "to"}.get(name, name): value
            for name, value in address.items()
        }
        received = client.opened(page, named)
        assert not received.closed and len(received.elements) > 5, (way, role, page)
        sent.add_all(page, received.elements, [])
        sent.text += "".join(data.decode("utf-8", "replace") for data in received.data)
        sent.forms += received.forms
        sent.files += sum(each.DESCRIPTOR.name == "DownloadButton" for each in received.elements)
        links |= received.links
    return sent, links


@pytest.mark.parametrize("way", WAYS)
def test_by_each_way_in_a_role_is_sent_what_the_table_says(door: Door, way: str) -> None:
    wrong = []
    for role in WAYS[way]:
        sent, _ = sent_over_the_wire(door, way, role)
        wrong += [f"{way}, {line}" for line in differences(role, sent)]
    assert wrong == []
