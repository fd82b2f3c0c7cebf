"""A run of a group: its options, its clock, its place and memory, what it records and gives back."""
