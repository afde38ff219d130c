"""Where people are reached: Telegram, and the chat page."""
