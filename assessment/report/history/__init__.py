"""Change over time and between versions in words."""
