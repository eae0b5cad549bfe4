"""Plays logind and a screen lock on a private bus: logind.py ADDRESS.

It reads lines: `sleep`, `wake`, `lock`, `lock-other`, `screen`, `hint`. It writes a line for what the program asks and does: `ready`,
`inhibited WHAT MODE`, and `released` when the program has given back its delay.
"""

import os
import sys
import threading

from gi.repository import Gio, GLib

MANAGER = "org.freedesktop.login1.Manager"
PLACE = "/org/freedesktop/login1"
OWN = PLACE + "/session/own"
OTHER = PLACE + "/session/other"
INTERFACE = Gio.DBusNodeInfo.new_for_xml(
    """<node><interface name="org.freedesktop.login1.Manager">
<method name="Inhibit"><arg type="s" direction="in"/><arg type="s" direction="in"/><arg type="s" direction="in"/>
<arg type="s" direction="in"/><arg type="h" direction="out"/></method>
<method name="GetSession"><arg type="s" direction="in"/><arg type="o" direction="out"/></method>
<method name="GetSessionByPID"><arg type="u" direction="in"/><arg type="o" direction="out"/></method>
</interface></node>"""
).interfaces[0]


def say(words):
    print(words, flush=True)


def released(ours):
    # The other end is closed when nobody holds it any more.
    os.read(ours, 1)
    os.close(ours)
    say("released")


def called(bus, sender, path, interface, method, parameters, invocation):
    if method == "Inhibit":
        what, _who, _why, mode = parameters.unpack()
        ours, theirs = os.pipe()
        fds = Gio.UnixFDList.new()
        at = fds.append(theirs)
        os.close(theirs)
        threading.Thread(target=released, args=(ours,), daemon=True).start()
        invocation.return_value_with_unix_fd_list(GLib.Variant("(h)", (at,)), fds)
        # The reply and this list hold the other end no longer than it takes to send it.
        del fds
        say(f"inhibited {what} {mode}")
    else:
        invocation.return_value(GLib.Variant("(o)", (OWN,)))


flags = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
bus = Gio.DBusConnection.new_for_address_sync(sys.argv[1], flags, None, None)
bus.register_object(PLACE, INTERFACE, called, None, None)


def emit(path, interface, name, value):
    bus.emit_signal(None, path, interface, name, value)
    bus.flush_sync(None)


def order(words):
    yes, no = GLib.Variant("(b)", (True,)), GLib.Variant("(b)", (False,))
    session = "org.freedesktop.login1.Session"
    if words == "sleep":
        emit(PLACE, MANAGER, "PrepareForSleep", yes)
    elif words == "wake":
        emit(PLACE, MANAGER, "PrepareForSleep", no)
    elif words == "lock":
        emit(OWN, session, "Lock", None)
    elif words == "lock-other":
        emit(OTHER, session, "Lock", None)
    elif words == "screen":
        emit("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", yes)
    elif words == "hint":
        changed = GLib.Variant("(sa{sv}as)", (session, {"LockedHint": GLib.Variant("b", True)}, []))
        emit(OWN, "org.freedesktop.DBus.Properties", "PropertiesChanged", changed)


def read():
    for line in sys.stdin:
        GLib.idle_add(order, line.strip())
    GLib.idle_add(loop.quit)


loop = GLib.MainLoop()
Gio.bus_own_name_on_connection(bus, "org.freedesktop.login1", 0, lambda *_: say("ready"), None)
threading.Thread(target=read, daemon=True).start()
loop.run()
