"""What decides: the model, the answers, the scoring. Plain objects in, plain objects out; nothing here opens a file."""
