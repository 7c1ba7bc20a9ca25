"""The side bar shows every group, and the entries of the one in which the page lies."""

import re

import pytest

pytestmark = pytest.mark.django_db(databases=["default", "jobs"])
GROUP = re.compile(r"<details( open)?><summary><h2>(.*?)</h2></summary>(.*?)</details>", re.S)


def _groups(client, address):
    """Group → (open?, the entries in it)."""
    found = GROUP.findall(client.get(address).content.decode())
    return {
        label: (bool(is_open), re.findall(r'href="(/[^"]*)"', inside)) for is_open, label, inside in found
    }


def test_the_first_page_shows_every_room_that_one_may_enter(officer, client_of):
    groups = _groups(client_of(officer), "/")
    assert set(groups) >= {"Record", "Link", "Count", "Act"}
    assert all(is_open for is_open, _ in groups.values())


@pytest.mark.parametrize(
    "address",
    ["/record/sources/", "/record/sources/new/", "/link/persons/", "/act/law/", "/link/agreement/", "/read/"],
)
def test_elsewhere_only_the_group_of_the_page_stands_open_and_no_room_is_lost(officer, client_of, address):
    client = client_of(officer)
    groups, first = _groups(client, address), _groups(client, "/")
    assert [entries for _, entries in groups.values()] == [entries for _, entries in first.values()]
    (open_,) = [entries for is_open, entries in groups.values() if is_open]
    assert any(entry.split("/")[1] == address.split("/")[1] for entry in open_)
