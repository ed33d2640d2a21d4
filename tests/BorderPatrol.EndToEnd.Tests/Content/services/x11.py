"""X11 by libX11 and XCB."""
from services.common import HOST, program


class X11:
    """Programs alone: xprop, which works by libX11, and xlsatoms, which works by XCB, set and ask for an atom that is the tag."""

    def library(self, tag):
        program("xprop", "-display", HOST + ":7", "-root", "-f", tag, "8s", "-set", tag, "value")

    def program(self, tag):
        program("xlsatoms", "-display", HOST + ":7", "-name", tag + "-none")
