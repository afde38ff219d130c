"""`python -m tests.botapi --port N`: the fake as a process of its own, until a signal."""

import argparse
import asyncio
import signal

from .server import BotApi
from .settings import TOKEN, Limits, Settings


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.botapi", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds added to answers")
    parser.add_argument("--per-second", type=int, default=Limits().per_second)
    parser.add_argument("--no-limits", action="store_true", help="never answer 429 by itself")
    return parser.parse_args()


async def serve(options: argparse.Namespace) -> None:
    limits = Limits(per_second=options.per_second, enforced=not options.no_limits)
    settings = Settings(token=options.token, latency=options.latency, limits=limits)
    done = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, done.set)
    async with BotApi(settings, port=options.port) as server:
        print(f"Bot API on {server.url}", flush=True)
        await done.wait()


if __name__ == "__main__":
    asyncio.run(serve(arguments()))
