"""The tree of keys: a destroyed key is gone, every other stays what it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tumen.errors import KeyDestroyed
from tumen.vault import KeyTree

TREE = KeyTree.grow(bytes(range(32)))
LEAVES = st.integers(0, 2**64 - 1)


@given(st.sets(LEAVES, min_size=1, max_size=6), st.sets(LEAVES, max_size=6))
@settings(max_examples=60, deadline=None)
def test_only_the_destroyed_are_gone(gone, kept):
    kept = {leaf for one in gone for leaf in (one - 1, one + 1, one ^ 16, one ^ (1 << 60))} | kept
    kept = {leaf for leaf in kept - gone if 0 <= leaf < 2**64}
    before = {leaf: TREE.key(leaf) for leaf in kept}
    after = KeyTree.from_plain(TREE.without(gone).to_plain())
    assert {leaf: after.key(leaf) for leaf in kept} == before
    assert not any(after.holds(leaf) for leaf in gone)
    for leaf in gone:
        with pytest.raises(KeyDestroyed):
            after.key(leaf)


def test_nothing_that_is_left_leads_to_a_destroyed_key():
    path = f"{77:016x}"
    after = TREE.without([77])
    assert not [node for node in after.nodes if path.startswith(node)]
    assert TREE.key(77) not in after.nodes.values()
    assert len(after.nodes) == 15 * 16


def test_destroying_twice_changes_nothing():
    once = TREE.without([5])
    assert once.without([5]).nodes == once.nodes


def test_what_was_remembered_does_not_outlive_the_destruction():
    tree = KeyTree.grow(bytes(32))
    tree.key(16), tree.key(17)
    after = tree.without([16])
    assert after.key(17) == tree.key(17)
    with pytest.raises(KeyDestroyed):
        after.key(16)
    tree.forget()
    assert tree.key(17) == after.key(17)


@given(LEAVES, LEAVES)
@settings(max_examples=50, deadline=None)
def test_keys_of_different_leaves_differ(one, other):
    assert (TREE.key(one) == TREE.key(other)) == (one == other)


@pytest.mark.parametrize("leaf", [-1, 2**64])
def test_a_number_outside_the_tree_is_no_leaf(leaf):
    with pytest.raises(ValueError, match="leaf"):
        TREE.key(leaf)


def test_the_keys_of_a_fixed_root_never_change():
    # A store written today must open with every later version.
    assert KeyTree.grow(bytes(range(32))).key(1).hex() == (
        "630867075a2cff12f4e024a53010b3db35b4a5523a333e4c1b8898e08daae9a5"
    )
