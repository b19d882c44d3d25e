"""Starts a preview, asks it for its front page, and ends it as Ctrl-C does: exit code 0 when all three went well."""

import re
import signal
import subprocess
import sys
import urllib.request

with subprocess.Popen(sys.argv[1:], stdout=subprocess.PIPE, text=True) as server:  # noqa: S603 (what CI gives it)
    try:
        assert server.stdout
        address = next(found[1] for line in server.stdout if (found := re.match(r"Serving .* at (http:\S+)", line)))
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 (our own address)
            assert b"</html>" in answer.read()
    finally:
        server.send_signal(signal.SIGINT)
sys.exit(server.returncode)
