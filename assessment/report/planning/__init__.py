"""Plan, trial and roadmap in words."""
