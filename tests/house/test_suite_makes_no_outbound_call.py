"""The guard of tests/conftest.py stands, and lets this machine talk to itself."""

import socket

import pytest


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "10.0.0.1"])
def test_another_machine_is_out_of_reach(host):
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as sock:
        sock.settimeout(0.01)
        with pytest.raises(RuntimeError, match="outbound call"):
            sock.connect((host, 443))
        with pytest.raises(RuntimeError, match="outbound call"):
            sock.connect_ex((host, 443))


def test_a_datagram_to_another_machine_is_refused():
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock,
        pytest.raises(RuntimeError, match="outbound"),
    ):
        sock.sendto(b"x", ("192.0.2.1", 53))


def test_another_machine_is_not_even_looked_up():
    with pytest.raises(RuntimeError, match="Looking up"):
        socket.getaddrinfo("example.invalid", 443)


def test_this_machine_may_talk_to_itself():
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(("localhost", server.getsockname()[1]), timeout=5) as client,
    ):
        client.sendall(b"hello")
        accepted, _ = server.accept()
        with accepted:
            assert accepted.recv(5) == b"hello"
