"""A result in words, numbers and drawings: pure functions of a result and of a language's words."""
