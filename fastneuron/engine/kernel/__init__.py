"""What a kernel is: its specialisation, its key, its arguments, and how plain functions become its code."""
