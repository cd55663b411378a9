"""The only door that writes registers: what a page calls, whichever module does it."""

from duibiao.registers.feeding import bring_into_line, connect, disconnect, settle
from duibiao.registers.keeping import add_column, add_register, change_register, close, drop_column, lay_out, reopen
from duibiao.registers.recording import correct, join, record, withdraw

__all__ = [
    "add_column",
    "add_register",
    "bring_into_line",
    "change_register",
    "close",
    "connect",
    "correct",
    "disconnect",
    "drop_column",
    "join",
    "lay_out",
    "record",
    "reopen",
    "settle",
    "withdraw",
]
