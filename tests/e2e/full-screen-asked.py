"""Says what windows ask of a window manager, a line each: `full-screen on`, `full-screen off`.

There is none on the display of the tests, so nothing grants it; that it is asked for is what can be seen. It says
`ready` first and ends with its input.
"""

import ctypes
import select
import sys

CLIENT_MESSAGE = 33
SUBSTRUCTURE_NOTIFY = 1 << 19
WANTED = {0: "off", 1: "on"}


class Message(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
    ]


class Event(ctypes.Union):
    _fields_ = [("type", ctypes.c_int), ("message", Message), ("padding", ctypes.c_long * 24)]


x11 = ctypes.CDLL("libX11.so.6")
x11.XOpenDisplay.restype = ctypes.c_void_p
x11.XInternAtom.restype = ctypes.c_ulong
x11.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
x11.XDefaultRootWindow.restype = ctypes.c_ulong
x11.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
x11.XSelectInput.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_long]
x11.XPending.argtypes = [ctypes.c_void_p]
x11.XNextEvent.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
x11.XConnectionNumber.argtypes = [ctypes.c_void_p]
x11.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]

display = x11.XOpenDisplay(None)
if not display:
    sys.exit("there is no display")
state = x11.XInternAtom(display, b"_NET_WM_STATE", 0)
full_screen = x11.XInternAtom(display, b"_NET_WM_STATE_FULLSCREEN", 0)
x11.XSelectInput(display, x11.XDefaultRootWindow(display), SUBSTRUCTURE_NOTIFY)
x11.XSync(display, 0)
print("ready", flush=True)
event = Event()
while True:
    readable, _, _ = select.select([x11.XConnectionNumber(display), sys.stdin], [], [])
    if sys.stdin in readable:
        break
    while x11.XPending(display):
        x11.XNextEvent(display, ctypes.byref(event))
        message = event.message
        if event.type == CLIENT_MESSAGE and message.message_type == state:
            if full_screen in (message.data[1], message.data[2]):
                print(f"full-screen {WANTED.get(message.data[0], '?')}", flush=True)
