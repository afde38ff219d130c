"""An echo bot of aiogram as its tutorial shows it. It stores nothing.

It runs in the environment of the rivals and knows nothing of this repository.
"""

import asyncio
import logging
import os

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message

logging.disable()


async def echo(message: Message) -> None:
    if message.text is not None:
        await message.answer(message.text)


async def ready() -> None:
    print("ready", flush=True)


async def main() -> None:
    server = TelegramAPIServer.from_base(os.environ["TELEGRAM_API_URL"])
    bot = Bot(os.environ["BOT_TOKEN"], session=AiohttpSession(api=server))
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    dispatcher.startup.register(ready)
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    asyncio.run(main())
