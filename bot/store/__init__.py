"""The only SQL. One writer with a thread of its own, readers that cannot write, one module a noun.

Every function takes the transaction first and is named for what it does; times are `datetime`
outside and milliseconds inside.
"""
