"""How work is shared out among threads."""
