"""The least python-telegram-bot application that answers: what the bot is compared with."""

import logging
import os

from telegram import Update
from telegram.ext import Application, CommandHandler, ContextTypes

logging.disable()


async def start(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None:
        await update.message.reply_text("Hello")


async def ready(application: object) -> None:
    print("ready", flush=True)


if __name__ == "__main__":
    builder = Application.builder().token(os.environ["BOT_TOKEN"])
    base = os.environ["TELEGRAM_API_URL"] + "/bot"
    bare = builder.base_url(base).post_init(ready).build()
    bare.add_handler(CommandHandler("start", start))
    bare.run_polling(stop_signals=None)
