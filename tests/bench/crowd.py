"""The Bot API server with a crowd before it: `python -m tests.bench.crowd`, a process of its own.

stdin   one order a line, as JSON       {"do": "measure", "act": "press", "seconds": 4, …}
stdout  its address, then one answer a line
"""

import asyncio
import gc
import json
import random
import sys
from dataclasses import asdict
from typing import Any

from tests.bench.people import Crowd
from tests.botapi import BotApi, Limits, Settings


async def obey(crowd: Crowd, do: str, **order: Any) -> Any:
    match do:
        case "come":
            await crowd.come(**order)
        case "know":
            crowd.know(**order)
        case "live":
            crowd.live(**order)
        case "act":
            crowd.all_act(**order)
        case "answered":
            await crowd.all_answered()
        case "measure":
            return asdict(await crowd.measure(**order))
        case "visits":
            return asdict(await crowd.visits(**order))
        case "latency":
            crowd.server.latency = order["seconds"]
        case "sends":
            return [call.at for call in crowd.server.calls.deliveries(edits=True)]
        case "wrong":
            refused = [
                f"{each.method}: {each.description}" for each in crowd.server.calls.refused()
            ]
            return [*map(str, crowd.server.violations), *refused]
        case _:
            raise ValueError(do)
    return None


async def serve() -> None:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    settings = Settings(limits=Limits(enforced=False), answer_within=60, query_lifetime=600)
    async with BotApi(settings) as server:
        server.updates.next_id = random.randrange(1, 2**30)  # unlike those of an earlier run
        crowd = Crowd(server)
        server.telegram.on_written = crowd.heard
        print(server.url, flush=True)
        while line := await reader.readline():
            print(json.dumps(await obey(crowd, **json.loads(line))), flush=True)


if __name__ == "__main__":
    gc.disable()
    asyncio.run(serve())
