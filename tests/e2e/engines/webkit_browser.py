"""A browser made of WebKitGTK for WebKitWebDriver. Unlike MiniBrowser under automation it keeps its profile, in the
folder it is given, and on the signal SIGUSR1 it prints its newest tab to printed.pdf there: WebDriver has no command for
that in WebKit, and a page's own print() does nothing under automation.

    /usr/bin/python3 webkit_browser.py FOLDER
"""
import os
import signal
import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import GLib, Gtk, WebKit2  # noqa: E402

folder = sys.argv[1]
with open(os.path.join(folder, "browser.pid"), "w", encoding="ascii") as file:
    file.write(str(os.getpid()))

manager = WebKit2.WebsiteDataManager(
    base_data_directory=os.path.join(folder, "data"), base_cache_directory=os.path.join(folder, "cache")
)
context = WebKit2.WebContext(website_data_manager=manager)
context.set_preferred_languages(["en-GB", "en"])
context.set_automation_allowed(True)
settings = WebKit2.Settings(enable_write_console_messages_to_stdout=True)
views = []


def new_view(_session):
    """A tab: a window of its own, which needs no window manager."""
    view = WebKit2.WebView(web_context=context, settings=settings, is_controlled_by_automation=True)
    views.append(view)
    window = Gtk.Window()
    window.set_default_size(1280, 900)
    window.add(view)
    window.show_all()
    return view


def started(_context, session):
    information = WebKit2.ApplicationInfo()
    information.set_name("WebKitGTK")
    information.set_version(WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())
    session.set_application_info(information)
    session.connect("create-web-view", new_view)


def print_newest():
    """Prints as GTK's print dialog would to a file, on A4."""
    to_file = Gtk.PrintSettings()
    to_file.set_printer("Print to File")
    to_file.set(Gtk.PRINT_SETTINGS_OUTPUT_FILE_FORMAT, "pdf")
    to_file.set(Gtk.PRINT_SETTINGS_OUTPUT_URI, "file://" + os.path.join(folder, "printed.pdf"))
    sheet = Gtk.PageSetup()
    sheet.set_paper_size(Gtk.PaperSize.new(Gtk.PAPER_NAME_A4))
    operation = WebKit2.PrintOperation.new(views[-1])
    operation.set_print_settings(to_file)
    operation.set_page_setup(sheet)
    operation.connect("failed", lambda _operation, error: print("print failed:", error.message, flush=True))
    operation.print_()
    return GLib.SOURCE_CONTINUE


context.connect("automation-started", started)
GLib.unix_signal_add(GLib.PRIORITY_DEFAULT, signal.SIGUSR1, print_newest)
Gtk.main()
