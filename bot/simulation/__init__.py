"""A rehearsal: synthetic learners walk through a course on a fast clock, over the real service."""
