"""The driver for fixed steps: a gang of neurons is stepped together through a segment."""
