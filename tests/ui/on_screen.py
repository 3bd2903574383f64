#!/usr/bin/env python3
"""on_screen: runs a test that needs a display on one of its own: on_screen.py PROGRAM [ARGS...]"""
import os
import subprocess
import sys

end, says = os.pipe()
# The server chooses its number itself: two that are begun at once would choose the same.
server = subprocess.Popen(["Xvfb", "-displayfd", str(says), "-screen", "0", "1280x720x24", "-nolisten", "tcp", "-noreset"], pass_fds=[says], stderr=subprocess.DEVNULL)
os.close(says)
display = os.fdopen(end).readline().strip()
try:
    code = subprocess.call(sys.argv[1:], env=dict(os.environ, DISPLAY=f":{display}", GDK_BACKEND="x11", GSK_RENDERER="cairo", GTK_A11Y="none"))
finally:
    server.terminate()
    server.wait()
sys.exit(code)
