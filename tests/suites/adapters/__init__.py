# SPDX-License-Identifier: MIT
"""
An adapter knows one suite: version() names it, pieces() lists what can be run alone, and run(piece, runner, only) runs one
and returns the outcome of each test; `only` names the tests that matter, which it may use to run fewer. `by_design` names pieces that
isolation cannot leave as they are, with the reason.
"""
from .cpython import CPython
from .libuv import Libuv
from .memcached import Memcached
from .nginx import Nginx
from .node import Node
from .perl import Perl
from .postgres import Postgres
from .redis import Redis

SUITES = {
    "cpython": CPython,
    "libuv": Libuv,
    "memcached": Memcached,
    "nginx": Nginx,
    "node": Node,
    "perl": Perl,
    "postgres": Postgres,
    "redis": Redis,
}
