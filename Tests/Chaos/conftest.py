"""One PostgreSQL and one server for the faults; each test checks the whole history before it hands them on."""

import pytest

from house import Cluster, Server


@pytest.fixture(scope="session")
def cluster():
    cluster = Cluster()
    yield cluster
    cluster.remove()


@pytest.fixture(scope="session")
def server(cluster, tmp_path_factory):
    cluster.sql("postgres", "CREATE DATABASE chaos TEMPLATE template0")
    server = Server(cluster.address("chaos"), tmp_path_factory.mktemp("data"), SHOUWEN_GRACE="0", SHOUWEN_METRICS_TOKEN="chaos-metrics-token")
    server.run("migrate")
    server.run("seed", "--tickets", "20")
    server.start()
    server.wait()
    yield server
    assert server.stop()[0] == 0, "the server did not stop in order"
