"""The chat page: the same engine and store, in a browser."""
