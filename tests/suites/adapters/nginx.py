# SPDX-License-Identifier: MIT
"""
nginx-tests with Debian's nginx (packages: nginx, perl and the libnginx-mod-* of all modules that `nginx -V` calls dynamic, from
TEST_NGINX_MODULES if they lie elsewhere). --source: a checkout.
"""
import os
import subprocess

from .libuv import NOBODY
from .scripts import Scripts


MODULES = os.environ.get("TEST_NGINX_MODULES", "/usr/lib/nginx/modules")


class Nginx(Scripts):
    command = NOBODY + ["perl"]
    by_design = {"access_log_variables.t": "$pipe tells that the next request came in the same read, which isolation prevents"}
    environment = {"TEST_NGINX_BINARY": "/usr/sbin/nginx", "TEST_NGINX_MODULES": MODULES}

    @staticmethod
    def version():
        text = subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=True).stderr
        return "nginx-tests, nginx " + text.strip().rsplit("/", 1)[1]
