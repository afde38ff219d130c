"""Telegram: receiving by long polling or webhook, rendering, sending. The only place that knows it."""
