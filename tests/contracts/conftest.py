import pytest

from mash import warehouse
from mash.contracts import define_macros


@pytest.fixture(scope="module")
def con():
    connection = warehouse.connect()
    define_macros(connection)
    yield connection
    connection.close()
