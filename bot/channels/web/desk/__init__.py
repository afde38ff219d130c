"""The desk in a browser: the same places as in the chat, by the same functions, without a script."""
