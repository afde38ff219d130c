"""An echo bot of python-telegram-bot as a tutorial shows it. It stores nothing.

`concurrent` as an argument: updates are handled concurrently, the rest stays as it is by default.
"""

import logging
import os
import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

logging.disable()


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


async def ready(application: object) -> None:
    print("ready", flush=True)


if __name__ == "__main__":
    builder = Application.builder().token(os.environ["BOT_TOKEN"])
    builder = builder.base_url(os.environ["TELEGRAM_API_URL"] + "/bot").post_init(ready)
    if "concurrent" in sys.argv:
        builder = builder.concurrent_updates(True)
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()
