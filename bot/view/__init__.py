"""From meaning to words: what a message says in one language, for every channel alike."""
