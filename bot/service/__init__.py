"""What holds the house together: the turn transaction, the intake before it, the sender after it."""
