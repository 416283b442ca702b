"""Several people: their answers counted together, how far they agree, and what of it may be shown."""
