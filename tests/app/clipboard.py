#!/usr/bin/python3
"""clipboard OUT.png: the picture that lies on the clipboard, as another program is given it."""
import sys

import gi

gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, GLib, Gtk  # noqa: E402

loop = GLib.MainLoop()


def got(clipboard, result):
    try:
        clipboard.read_texture_finish(result).save_to_png(sys.argv[1])
    finally:
        loop.quit()


Gtk.init()
Gdk.Display.get_default().get_clipboard().read_texture_async(None, got)
GLib.timeout_add_seconds(20, loop.quit)
loop.run()
