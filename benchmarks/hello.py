"""The least that a Python web framework can do: one route of Starlette that answers with a word."""

from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route


async def hello(_request: object) -> PlainTextResponse:
    """Says hello."""
    return PlainTextResponse("hello")


app = Starlette(routes=[Route("/", hello)])
