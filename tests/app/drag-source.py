#!/usr/bin/python3
"""drag-source FILE...: a small window in the corner to drag files from, as from a file manager; says `ready`, then `dropped` or `refused`."""
import sys

import gi

gi.require_version("Gtk", "4.0")
from gi.repository import Gdk, Gio, GLib, GObject, Gtk  # noqa: E402


def show(app):
    window, label, source = Gtk.ApplicationWindow(application=app, decorated=False), Gtk.Label(label="files", width_request=80, height_request=40), Gtk.DragSource()
    files = GObject.Value(Gdk.FileList, Gdk.FileList.new_from_list([Gio.File.new_for_path(path) for path in sys.argv[1:]]))
    source.set_content(Gdk.ContentProvider.new_for_value(files))
    source.connect("drag-cancel", lambda *_: print("refused", flush=True))
    source.connect("drag-end", lambda *_: print("dropped", flush=True))
    label.add_controller(source)
    window.set_child(label)
    window.present()
    GLib.timeout_add(500, lambda: print("ready", flush=True))


app = Gtk.Application(application_id="org.weft.DragSource")
app.connect("activate", show)
app.run([])
