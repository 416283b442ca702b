"""A panel of several people in words."""
