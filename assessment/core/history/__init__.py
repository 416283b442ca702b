"""Over time: results of different days, and of different versions of the model."""
