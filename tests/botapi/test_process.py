"""The fake as a process of its own, driven over HTTP."""

import asyncio
import signal
import sys
from pathlib import Path

import aiohttp

ROOT = Path(__file__).parents[2]


async def test_runs_as_a_process_and_ends_at_a_signal() -> None:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.botapi", "--token", "5:t"),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout is not None
        url = (await process.stdout.readline()).decode().split()[-1]
        async with aiohttp.ClientSession() as session:
            start = {"person": 7, "do": "start", "args": ["pp"]}
            async with session.post(f"{url}/control/act", json=start) as answer:
                assert (await answer.json())["result"]["text"] == "/start pp"
            fault = {"fault": "HttpError", "with": {"status": 500}, "method": "getMe"}
            async with session.post(f"{url}/control/fault", json=fault) as answer:
                assert answer.status == 200
            async with session.get(f"{url}/bot5:t/getMe") as answer:
                assert answer.status == 500
            hello = {"chat_id": 7, "text": "hello"}
            async with session.post(f"{url}/bot5:t/sendMessage", json=hello) as answer:
                assert (await answer.json())["ok"]
            async with session.get(f"{url}/control/chat/7") as answer:
                messages = (await answer.json())["messages"]
                assert [m["text"] for m in messages] == ["/start pp", "hello"]
            async with session.get(f"{url}/control/report") as answer:
                report = await answer.json()
            assert (report["violations"], report["delivered"], report["pending_updates"]) == (
                [],
                1,
                1,
            )
    finally:
        process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(process.wait(), 5) == 0
