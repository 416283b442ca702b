"""The plan: what to raise for a level, and what would follow from it."""
