"""The coordinators' desk in words."""
