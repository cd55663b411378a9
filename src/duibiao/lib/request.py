"""The number of the request that is being answered, known without being handed from function to function."""

from contextvars import ContextVar

number: ContextVar[str] = ContextVar("request_number", default="")
