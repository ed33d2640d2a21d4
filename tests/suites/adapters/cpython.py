# SPDX-License-Identifier: MIT
"""CPython's own tests of what touches the system. Debian packages: python3, libpython3.11-testsuite."""
import os
import re
import tempfile

from kit.reports import junit
from kit.verdict import FAILED, PASSED, SKIPPED

PYTHON = "/usr/bin/python3"
FOLDER = "/usr/lib/python3.11/test"
MODULES = """
    test_asynchat test_asyncio test_asyncore test_atexit test_bufio test_cgi test_cmd_line test_concurrent_futures test_ctypes
    test_docxmlrpc test_eintr test_epoll test_faulthandler test_fcntl test_file test_file_eintr test_fileinput test_fileio
    test_fileutils test_fork1 test_ftplib test_getpass test_gzip test_http_cookiejar test_http_cookies test_httplib
    test_httpservers test_imaplib test_import test_io test_ioctl test_largefile test_logging test_mailbox test_mmap
    test_multiprocessing_fork test_multiprocessing_forkserver test_multiprocessing_main_handling
    test_multiprocessing_spawn test_nntplib test_openpty test_os test_pathlib test_pipes test_platform test_poll test_popen
    test_poplib test_posix test_pty test_queue test_repl test_resource test_runpy test_select test_selectors test_shutil
    test_signal test_site test_smtpd test_smtplib test_socket test_socketserver test_ssl test_subprocess test_sys
    test_syslog test_tarfile test_telnetlib test_tempfile test_thread test_threadedtempfile test_threading
    test_threading_local test_threadsignals test_time test_timeout test_urllib test_urllib2 test_urllib2_localnet
    test_urllib_response test_urllibnet test_uuid test_venv test_wait3 test_wait4 test_wsgiref test_xmlrpc test_zipfile
""".split()
RESOURCES = {"test_socketserver": ["-u", "network"]}  # which it finds on the loopback; others would look further
IGNORED = "*ThreadedVSOCKSocketStreamTest*"  # waits forever, untraced, in virtual machines without a vsock to themselves


class CPython:
    def __init__(self, source):
        del source

    @staticmethod
    def version():
        return "CPython " + os.popen(f"{PYTHON} -c 'import platform; print(platform.python_version())'").read().strip()

    @staticmethod
    def pieces():
        found = {re.sub(r"\.py$", "", name) for name in os.listdir(FOLDER)}
        return [module for module in MODULES if module in found]

    @staticmethod
    def run(piece, runner, only=()):
        with tempfile.TemporaryDirectory(prefix="bp-cpython-") as folder:
            report = os.path.join(folder, "junit.xml")
            command = [PYTHON, "-m", "test", "--ignore", IGNORED, "--tempdir", folder, "--junit-xml", report] + RESOURCES.get(piece, [])
            for test in only:
                command += ["--match", test]
            run = runner(command + [piece], folder, seconds=500)
            outcomes = junit(report)
            if not only or piece in only:
                skipped = not outcomes and "skipped" in run.output
                outcomes[piece] = SKIPPED if skipped else PASSED if run.code in (0, 2) and outcomes else FAILED
            return outcomes
